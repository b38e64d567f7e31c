import { randomBytes } from 'node:crypto';
import { postgresUser, usePostgres, type Postgres } from './postgres';
import { useRedis, type Redis } from './redis';

/** What the processes of one n8n in queue mode share. */
export class QueueServices {
	private constructor(
		private readonly postgres: Postgres,
		private readonly redis: Redis,
		private readonly name: string,
		private readonly redisDatabase: number,
	) {}

	/** A database, and a part of Redis, that nothing else uses. */
	static async start(): Promise<QueueServices> {
		const name = `imessage_e2e_${randomBytes(6).toString('hex')}`;
		const started: Array<{ stop(): Promise<void> }> = [];
		try {
			const postgres = await usePostgres();
			started.push(postgres);
			const redis = await useRedis();
			started.push(redis);
			const services = new QueueServices(postgres, redis, name, await unused(redis));
			await postgres.sql(`CREATE DATABASE ${name}`);
			return services;
		} catch (error) {
			for (const server of started) await server.stop();
			throw error;
		}
	}

	/** The same for each process. */
	get environment(): Readonly<Record<string, string>> {
		return {
			EXECUTIONS_MODE: 'queue',
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(this.postgres.port),
			DB_POSTGRESDB_USER: postgresUser,
			DB_POSTGRESDB_DATABASE: this.name,
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(this.redis.port),
			QUEUE_BULL_REDIS_DB: String(this.redisDatabase),
			// What is published in Redis is heard in all of its databases.
			QUEUE_BULL_PREFIX: this.name,
			N8N_REDIS_KEY_PREFIX: this.name,
		};
	}

	/** After the processes have ended. */
	async stop(): Promise<void> {
		const { redis, redisDatabase, postgres, name } = this;
		try {
			const keys = (await redis.command(redisDatabase, '--scan', '--pattern', `*${name}*`)).split('\n').filter((key) => key !== '');
			if (keys.length > 0) await redis.command(redisDatabase, 'DEL', ...keys);
			await postgres.sql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
		} finally {
			await redis.stop();
			await postgres.stop();
		}
	}
}

/** The number of a database of Redis with nothing in it: Redis has 16 unless told otherwise, and people begin at 0. */
async function unused(redis: Redis): Promise<number> {
	const used = await redis.command(0, 'INFO', 'keyspace');
	const free = Array.from({ length: 16 }, (_, index) => 15 - index).find((index) => !used.includes(`db${index}:`));
	if (free === undefined) throw new Error('Every database of Redis is in use');
	return free;
}
