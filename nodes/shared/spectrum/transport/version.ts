/** This package and its version, as its servers see it. A test holds it to package.json. */
export const userAgent = 'n8n-nodes-spectrum-imessage/0.1.0';
