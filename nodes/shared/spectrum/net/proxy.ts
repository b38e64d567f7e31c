import { BlockList, isIP } from 'node:net';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A proxy that tunnels connections with HTTP's CONNECT. */
export interface Proxy {
	/** `host:port`; an IPv6 host stands in brackets. */
	readonly address: string;
	/** Whether the connection to the proxy itself is encrypted. */
	readonly tls: boolean;
	/** Sent as `Proxy-Authorization`: user and password, joined by a colon. A secret. */
	readonly credentials?: string;
}

/** `unusable` says what is wrong with a variable. It never shows the value, which may contain a password. */
export type ProxyChoice = Proxy | { readonly unusable: string } | undefined;

/**
 * The proxy of a connection. It is chosen as in n8n's HTTP client (the package `proxy-from-env`), so that gRPC and HTTP use
 * the same proxy: lower case before capitals, the variable of the scheme before `ALL_PROXY`. gRPC's own `grpc_proxy` and
 * `no_grpc_proxy` come first if they are set.
 *
 * @param address `host:port` of the server
 */
export function proxyFor(address: string, tls: boolean, environment: Environment = process.env): ProxyChoice {
	const { host, port } = split(address);
	if (isExempt(host, port, read(environment, ['no_grpc_proxy', 'npm_config_no_proxy', 'no_proxy'])?.value ?? '')) return undefined;
	const scheme = tls ? 'https' : 'http';
	const found = read(environment, ['grpc_proxy', `npm_config_${scheme}_proxy`, `${scheme}_proxy`, 'npm_config_proxy', 'all_proxy']);
	if (found === undefined) return undefined;
	const { name, value } = found;
	const text = value.includes('://') ? value : `${scheme}://${value}`;
	if (!URL.canParse(text)) return { unusable: `${name} is not a URL` };
	const url = new URL(text);
	if (url.hostname === '' || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
		return { unusable: `${name} is not the address of an HTTP proxy, such as http://proxy.example.com:3128` };
	}
	return {
		address: `${url.hostname}:${url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port}`,
		tls: url.protocol === 'https:',
		...(url.username === '' ? {} : { credentials: `${decoded(url.username)}:${decoded(url.password)}` }),
	};
}

/** Whether n8n's HTTP client reaches this URL through a proxy. */
export function isBehindProxy(url: string, environment: Environment = process.env): boolean {
	if (!URL.canParse(url)) return false;
	const { hostname, port, protocol } = new URL(url);
	const tls = protocol === 'https:';
	const withoutGrpc = { ...environment, grpc_proxy: '', GRPC_PROXY: '', no_grpc_proxy: '', NO_GRPC_PROXY: '' };
	return proxyFor(`${hostname}:${port === '' ? (tls ? '443' : '80') : port}`, tls, withoutGrpc) !== undefined;
}

/** The first of the variables that is set and not empty. */
function read(environment: Environment, names: readonly string[]): { name: string; value: string } | undefined {
	for (const name of names.flatMap((each) => [each, each.toUpperCase()])) {
		const value = environment[name]?.trim() ?? '';
		if (value !== '') return { name, value };
	}
	return undefined;
}

/**
 * Whether a list of hosts without a proxy includes this one. An entry is a host, a suffix with or without a leading star
 * or dot, or a range of IPv4 addresses, each with or without a port. `*` includes every host.
 */
function isExempt(host: string, port: string, list: string): boolean {
	return list
		.toLowerCase()
		.split(/[,\s]+/)
		.some((entry) => {
			// First, because an IPv6 address ends like a port.
			if (entry === host) return true;
			const [, name = entry, onlyPort] = /^(.+):(\d+)$/.exec(entry) ?? [];
			if (name === '' || (onlyPort !== undefined && onlyPort !== port)) return false;
			if (name === '*' || name === host || name === `[${host}]`) return true;
			if (name.includes('/')) return isInRange(host, name);
			const suffix = name.replace(/^\*/, '');
			return isIP(host) === 0 && host.endsWith(/^[.*]/.test(name) ? suffix : `.${suffix}`);
		});
}

function isInRange(host: string, range: string): boolean {
	const [network = '', prefix = ''] = range.split('/');
	if (isIP(host) !== 4 || isIP(network) !== 4 || !/^\d{1,2}$/.test(prefix) || Number(prefix) > 32) return false;
	const list = new BlockList();
	list.addSubnet(network, Number(prefix));
	return list.check(host);
}

function split(address: string): { host: string; port: string } {
	const colon = address.lastIndexOf(':');
	return {
		host: address
			.slice(0, colon)
			.replace(/^\[|\]$/g, '')
			.toLowerCase(),
		port: address.slice(colon + 1),
	};
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
