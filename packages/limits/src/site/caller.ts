import type { IncomingMessage } from "node:http";
import { networkOf } from "../network.ts";

const OWN_MACHINE = /^(?:127\.|::1$|::ffff:127\.)/;

/**
 * The network that sent a request to a site: as the proxy on this machine says, else the address that the connection comes from.
 *
 * @returns null for a request of this machine itself
 */
export function networkOfRequest({ headers, socket }: Pick<IncomingMessage, "headers" | "socket">): string | null {
  const peer = socket.remoteAddress ?? "";
  if (!OWN_MACHINE.test(peer)) return networkOf(peer);
  // Earlier addresses of the header are claims of the sender.
  const nearest = [headers["x-forwarded-for"] ?? ""].flat().join(",").split(",").at(-1)?.trim() ?? "";
  return nearest === "" || OWN_MACHINE.test(nearest) ? null : networkOf(nearest);
}
