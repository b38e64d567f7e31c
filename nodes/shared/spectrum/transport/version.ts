/** The name and version of this package, as servers see them. A test compares them with package.json. */
export const userAgent = 'n8n-nodes-spectrum-imessage/0.1.0';
