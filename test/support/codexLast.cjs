// For programs under tsx: Node tries `.json` before `.ts`, and would take a node's codex for the node.
const { '.json': json } = require.extensions;
delete require.extensions['.json'];
require.extensions['.json'] = json;
