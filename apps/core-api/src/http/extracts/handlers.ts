import { estimateExtractInput, type NamedExtract, requestExtractInput } from "@archipel/contracts/cloud-extracts.ts";
import { networkOf } from "@archipel/limits/network.ts";
import type { FastifyReply } from "fastify";
import type { z } from "zod";
import type { Actor } from "../../kernel/actor.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { estimateExtract } from "../../modules/clouds/extracts/service/estimate.ts";
import { cancelExtract, extractToSend, followExtract } from "../../modules/clouds/extracts/service/follow.ts";
import { requestExtract } from "../../modules/clouds/extracts/service/request.ts";
import { type CoreAlone, type HttpRequest, idIn, queryText } from "../route.ts";
import { sendFile, storedFile } from "../send-file.ts";

type Asker = CoreAlone & { actor: Actor };

/** The extract that the address names: its taker has a session or a key, or the secret. */
function named(request: HttpRequest): NamedExtract {
  const secret = queryText(request, "secret");
  return { id: idIn(request, "extractId"), ...(secret !== undefined && secret.length <= 100 && { secret }) };
}

/** @throws DomainError that says which part of the body is wrong */
function bodyOf<T extends z.ZodType>(request: HttpRequest, schema: T): z.output<T> {
  const input = schema.safeParse(request.body);
  if (input.success) return input.data;
  const [first] = input.error.issues;
  throw new DomainError("malformed", "extract-malformed", { where: first?.path.join(".") ?? "", why: first?.message.slice(0, 200) ?? "" });
}

/** How much an area holds, about. */
export async function countExtract({ core, actor }: Asker, request: HttpRequest, reply: FastifyReply) {
  reply.header("cache-control", "private, no-store");
  return estimateExtract(core, actor, bodyOf(request, estimateExtractInput));
}

/** Asks for an area. The answer says where its state and its archive are; the secret in them is said once. */
export async function orderExtract({ core, actor }: Asker, request: HttpRequest, reply: FastifyReply) {
  const { id, secret } = await requestExtract(core, actor, bodyOf(request, requestExtractInput), networkOf(request.ip));
  const path = `/downloads/extracts/${id}`;
  const query = `?secret=${secret}`;
  reply.status(202).header("location", `${path}${query}`).header("cache-control", "no-store");
  return { id, secret, state: `${path}${query}`, file: `${path}/file${query}` };
}

/** How far an extract is. */
export async function extractProgress({ core, actor }: Asker, request: HttpRequest, reply: FastifyReply) {
  reply.header("cache-control", "private, no-store");
  return followExtract(core, actor, named(request));
}

/** Gives an extract up. */
export async function giveUpExtract({ core, actor }: Asker, request: HttpRequest, reply: FastifyReply) {
  await cancelExtract(core, actor, named(request));
  return reply.status(204).send();
}

/** The archive. */
export async function extractArchive({ core, actor }: Asker, request: HttpRequest, reply: FastifyReply) {
  const file = await extractToSend(core, actor, named(request));
  const facts = { ...file, mediaType: "application/zip", isPublic: false, isUntrusted: true };
  // The address may hold the secret: no page that a link leads to learns it.
  reply.header("referrer-policy", "no-referrer");
  return sendFile(request, reply, await storedFile(core, facts));
}
