import { isIPv4 } from "node:net";
import type { DnsRecord } from "@archipel/contracts/domains.ts";

const PROOF_LABEL = "_archipel";
const PROOF_PREFIX = "archipel-portal=";

/** The record that proves the right to a domain. It is beside the host's own name, which may be a CNAME and then have no other record. */
export function proofRecord(host: string, token: string): DnsRecord {
  return { type: "TXT", name: `${PROOF_LABEL}.${host}`, value: `${PROOF_PREFIX}${token}` };
}

/** Whether a TXT value is the proof. Some providers keep the quotes and spaces that people paste. */
export function isProof(text: string, token: string): boolean {
  return text.trim().replace(/^"|"$/g, "") === `${PROOF_PREFIX}${token}`;
}

/** The records that lead visitors here: an alias of the portal's own address, or addresses at the top of a domain, where DNS has no alias. */
export function pointRecords(host: string, registered: string, slugHost: string, addresses: readonly string[]): DnsRecord[] {
  if (host !== registered) return [{ type: "CNAME", name: host, value: slugHost }];
  return addresses.map((value) => ({ type: isIPv4(value) ? "A" : "AAAA", name: host, value }));
}
