// One address for one site: /socket.io goes to the realtime server, everything else to the web server.
// Both listen on sockets in FX_HOME/run. Usage: node proxy.js HOST PORT SITE WEB_SOCKET REALTIME_SOCKET
const http = require("node:http");

const [host, port, site, webSocket, realtimeSocket] = process.argv.slice(2);
const BAD_GATEWAY =
	"房修中心的网页服务没有应答，请运行 ./fx doctor 查看。\nThe web service does not answer: run ./fx doctor.\n";

// a connection per request: a kept one may be closed by the web server just as the next request is sent on it
const agent = new http.Agent({ keepAlive: false });

function target(request) {
	// a name with an underscore would be one of the web server's own variables (SCRIPT_NAME)
	const headers = Object.fromEntries(
		Object.entries(request.headers).filter(([name]) => !name.includes("_"))
	);
	// the site is ours to say, never the browser's
	headers["x-frappe-site-name"] = site;
	headers["x-forwarded-for"] = request.socket.remoteAddress;
	headers["x-forwarded-proto"] = "http";
	headers["x-forwarded-host"] = request.headers.host;
	const realtime = request.url.startsWith("/socket.io");
	if (realtime && !headers.origin) {
		// the realtime server insists on it, browsers leave it out for their own site; a foreign one always has it
		headers.origin = `http://${headers.host}`;
	}
	return {
		agent,
		socketPath: realtime ? realtimeSocket : webSocket,
		method: request.method,
		path: request.url,
		headers,
	};
}

const server = http.createServer((request, response) => {
	const upstream = http.request(target(request), (answer) => {
		response.writeHead(answer.statusCode, answer.headers);
		answer.pipe(response);
	});
	upstream.on("error", () => {
		if (!response.headersSent) {
			response.writeHead(502, { "content-type": "text/plain; charset=utf-8" });
		}
		response.end(BAD_GATEWAY);
	});
	response.on("close", () => upstream.destroy());
	request.pipe(upstream);
});

server.on("upgrade", (request, socket, head) => {
	const upstream = http.request(target(request));
	upstream.on("upgrade", (answer, upstreamSocket, upstreamHead) => {
		const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`];
		for (let i = 0; i < answer.rawHeaders.length; i += 2) {
			lines.push(`${answer.rawHeaders[i]}: ${answer.rawHeaders[i + 1]}`);
		}
		socket.write(lines.join("\r\n") + "\r\n\r\n");
		socket.write(upstreamHead);
		upstreamSocket.write(head);
		upstreamSocket.on("error", () => socket.destroy());
		socket.on("error", () => upstreamSocket.destroy());
		upstreamSocket.pipe(socket).pipe(upstreamSocket);
	});
	upstream.on("response", () => socket.destroy());
	upstream.on("error", () => socket.destroy());
	socket.on("error", () => upstream.destroy());
	upstream.end();
});

// uploads and reports may take long
server.requestTimeout = 0;
server.listen(Number(port), host);
