/** grpc-js and the SDK read these when they are loaded. What they log about lines that are gone is no failure of a test. */
process.env.GRPC_VERBOSITY = 'NONE';
process.env.LOG_LEVEL = 'silent';
