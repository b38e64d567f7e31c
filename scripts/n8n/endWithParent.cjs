/**
 * Loaded into n8n before its own code: n8n ends when the process that started it is gone, however that one ended. Without
 * this it stays, because its log goes into a pipe that has no reader then: it logs that it cannot log, without an end.
 */
process.once('disconnect', () => process.exit(1));
// Only n8n's own work may keep it alive.
process.channel?.unref();
