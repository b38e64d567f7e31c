const { globalSetup: _pack, globalTeardown: _unpack, ...whole } = require('./jest.config.js');

/**
 * The simulator's page in a browser, without n8n and so without packing the package. The
 * whole suite has these tests too.
 *
 * @type {import('jest').Config}
 */
module.exports = { ...whole, testMatch: ['<rootDir>/test/e2e/{phone,panel}{.e2e.ts,/*.e2e.ts}'], testTimeout: 180_000 };
