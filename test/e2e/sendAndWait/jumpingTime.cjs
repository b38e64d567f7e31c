// Loaded into n8n by NODE_OPTIONS: SIGUSR2 moves its time on by a quarter of an hour and a little, the longest pause of a
// question's clock. Timers keep their pace, but what n8n does each minute, such as looking for waits that are over, it does
// at once after each jump.
const jump = 16 * 60_000;
const RealDate = Date;
const realNow = Date.now.bind(Date);
const realSetInterval = setInterval;
const realUptime = process.uptime.bind(process);
const realMoment = performance.now.bind(performance);
const eachMinute = new Set();
let ahead = 0;

const now = () => realNow() + ahead;

RealDate.now = now;
globalThis.Date = new Proxy(RealDate, {
	apply: () => new RealDate(now()).toString(),
	construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [now()] : args, made),
});
process.uptime = () => realUptime() + ahead / 1_000;
performance.now = () => realMoment() + ahead;
globalThis.setInterval = Object.assign((task, milliseconds, ...rest) => {
	if (milliseconds === 60_000) eachMinute.add(() => task(...rest));
	return realSetInterval(task, milliseconds, ...rest);
}, realSetInterval);

process.on('SIGUSR2', () => {
	ahead += jump;
	for (const task of eachMinute) task();
});
