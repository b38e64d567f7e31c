// Runs SQL for the process that started it: see database.ts.
const { DatabaseSync } = require('node:sqlite');

const database = new DatabaseSync(process.argv[2], { timeout: 5_000 });

process.on('message', ({ id, sql, values }) => {
	try {
		process.send({ id, rows: database.prepare(sql).all(...values) });
	} catch (error) {
		process.send({ id, error: String(error) });
	}
});
process.once('disconnect', () => process.exit());
