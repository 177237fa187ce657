import { connect } from "node:net";

/** The address of the request that hides inside another one. */
export const SMUGGLED = "/smuggled";

const hidden = `GET ${SMUGGLED} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const post = (headers: readonly string[], body: string) =>
  ["POST /trpc/identity.updateProfile HTTP/1.1", "Host: localhost", ...headers, "", body].join("\r\n");
const chunked = `0\r\n\r\n${hidden}`;

/**
 * Requests of which one reader sees one, and another reader two, by name. An honest reader refuses each of them, or reads the hidden one as
 * part of the body.
 */
export const ambiguousRequests: readonly (readonly [string, string])[] = [
  ["a length and chunks", post(["Content-Length: 4", "Transfer-Encoding: chunked"], chunked)],
  ["chunks and a length", post(["Transfer-Encoding: chunked", `Content-Length: ${chunked.length}`], chunked)],
  ["two lengths that differ", post(["Content-Length: 0", `Content-Length: ${hidden.length}`], hidden)],
  ["two lengths in one header", post([`Content-Length: 0, ${hidden.length}`], hidden)],
  ["a length with a sign", post(["Content-Length: +0"], hidden)],
  ["a negative length", post(["Content-Length: -1"], hidden)],
  ["a length in hexadecimal", post(["Content-Length: 0x0"], hidden)],
  ["a length after a space before the colon", post(["Content-Length : 0"], hidden)],
  ["an unknown coding of the transfer", post(["Transfer-Encoding: xchunked"], chunked)],
  ["chunks that are not the last coding", post(["Transfer-Encoding: chunked, identity"], chunked)],
  ["chunks in two headers, the second unknown", post(["Transfer-Encoding: chunked", "Transfer-Encoding: cow"], chunked)],
  ["a coding after a vertical tab", post(["Transfer-Encoding:\vchunked"], chunked)],
  ["a coding on a folded line", post(["Transfer-Encoding:", " chunked", "Content-Length: 4"], chunked)],
  ["a coding whose name has a space before the colon", post(["Transfer-Encoding : chunked"], chunked)],
  ["a coding in a line that ends by a bare return", post(["X: y\rTransfer-Encoding: chunked"], chunked)],
  ["a chunk whose size has a sign", post(["Transfer-Encoding: chunked"], `+0\r\n\r\n${hidden}`)],
  ["a chunk whose size is beyond any number", post(["Transfer-Encoding: chunked"], `${"F".repeat(20)}\r\n${hidden}`)],
  ["a chunk without its end", post(["Transfer-Encoding: chunked"], `1\r\nZQ\r\n0\r\n\r\n${hidden}`)],
  ["a header without a name", post([": chunked", "Content-Length: 0"], hidden)],
  ["a NUL in a header", post(["X: a\0b", "Content-Length: 0"], hidden)],
  ["a line of HTTP/1.2", `POST / HTTP/1.2\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n${hidden}`],
];

/**
 * Sends bytes as they are.
 *
 * @param isOpen keeps its half of the connection open, because nginx forgets a request whose client closed it
 * @returns what came back until the other side closed
 */
export function exchange(port: number, bytes: string, { isOpen = false } = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    let answer = "";
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => {
      answer += chunk;
    });
    socket.once("end", () => socket.destroy());
    // A refusal may reset the connection while the rest is still being sent.
    socket.on("error", () => {});
    socket.once("close", () => resolve(answer));
    if (isOpen) socket.write(bytes, "latin1");
    else socket.end(bytes, "latin1");
  });
}

/** The statuses of the answers in what came back. */
export function statusesOf(answer: string): number[] {
  return [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}
