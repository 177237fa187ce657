import { ALLOWED_DAYS, applicationScope } from "@archipel/contracts/applications.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { translator } from "@archipel/i18n/translator.ts";
import type { FastifyReply } from "fastify";
import type { Client, Interaction } from "oidc-provider";
import { z } from "zod";
import { COMMAND_LINE, rightsOf } from "../../../modules/identity/applications/policy.ts";
import { applicationOfClient, keepConsent } from "../../../modules/identity/applications/tokens/service.ts";
import { activeAccount, communitiesOfPerson } from "../../../modules/identity/service/profile.ts";
import { type Allowance, allowForm, consentForm } from "../../../pages/hub/forms.ts";
import { renderPage } from "../../../pages/hub/page.ts";
import type { HttpRequest } from "../../route.ts";
import { sendProblem } from "./problems.ts";
import { sendPage } from "./reply.ts";
import { type HubParts, isFromHub, openStep, type Step } from "./step.ts";

const answerForm = z.object({ answer: z.string().catch(""), community: z.string().catch("") });

/** The person's answer to the question of consent. */
export async function submitConsent(parts: HubParts, request: HttpRequest, reply: FastifyReply) {
  const { provider } = parts;
  const step = await openStep(parts, request, reply);
  const { interaction } = step;
  if (!interaction?.session || interaction.prompt.name !== "consent") return sendProblem(reply, step.face, "expired", 410);
  if (!isFromHub(parts.core, request)) return showConsent(parts, reply, step);
  const { answer, community } = answerForm.catch({ answer: "", community: "" }).parse(request.body);
  const client = await provider.Client.find(String(interaction.params.client_id));
  if (!client) return sendProblem(reply, step.face, "expired", 410);
  const result =
    answer === "yes"
      ? { consent: { grantId: await allow(parts, client, interaction, interaction.session.accountId, community) } }
      : { error: "access_denied", error_description: "the person refused" };
  const next = await provider.interactionResult(request.raw, reply.raw, result, { mergeWithLastSubmission: answer === "yes" });
  return reply.redirect(next, 303);
}

export async function showConsent({ core, provider }: HubParts, reply: FastifyReply, step: Step): Promise<FastifyReply> {
  const { interaction, face, path } = step;
  const client = await provider.Client.find(String(interaction?.params.client_id));
  const account = interaction?.session ? await activeAccount(core, interaction.session.accountId) : null;
  if (!interaction || !client || !account) return sendProblem(reply, face, "expired", 410);
  const name = client.clientName ?? client.clientId;
  const title = translator(face.locale, "hub")("consent.title", { client: name });
  const asked = scopesAsked(client, interaction);
  const allowance = await allowanceOf(core, client, asked, account.id);
  const until = formatDate(face.locale, new Date(Date.now() + ALLOWED_DAYS * 86_400_000));
  const body =
    allowance === null
      ? consentForm({ face, step: path }, { client: name, email: account.email })
      : allowForm({ face, step: path }, { client: name, email: account.email, until, ...allowance });
  return sendPage(reply, renderPage({ face, title, path, body }), step.targets);
}

/** What a client asks for, as far as it may. */
function scopesAsked(client: Client, { params }: Interaction): string[] {
  const allowed = new Set((client.scope ?? "openid profile email").split(" "));
  return String(params.scope ?? "")
    .split(" ")
    .filter((scope) => allowed.has(scope));
}

/** What the page says about an application or the command line; null for another client, which only learns who the person is. */
async function allowanceOf(core: HubParts["core"], client: Client, asked: string[], userId: string): Promise<Allowance | null> {
  const named = new Set<string>(applicationScope.options);
  const scopes = applicationScope.array().parse(asked.filter((scope) => named.has(scope)));
  if (client.clientId === COMMAND_LINE) {
    const communities = await communitiesOfPerson(core, userId);
    return { description: "", ownerName: null, scopes, level: rightsOf(asked)?.level ?? null, dataTitles: [], communities };
  }
  const application = await applicationOfClient(core, client.clientId);
  if (!application) return null;
  const { description, ownerName, dataTitles } = application;
  return { description, ownerName, scopes, level: rightsOf(asked)?.level ?? null, dataTitles, communities: null };
}

/** Stores what the person allows, and returns the id of the grant. */
async function allow(
  { core, provider }: HubParts,
  client: Client,
  interaction: Interaction,
  userId: string,
  community: string,
): Promise<string> {
  const { clientId } = client;
  const grant = new provider.Grant({ clientId, accountId: userId });
  const asked = scopesAsked(client, interaction);
  grant.addOIDCScope(asked.join(" "));
  const isCommandLine = clientId === COMMAND_LINE;
  const communities = isCommandLine ? await communitiesOfPerson(core, userId) : [];
  const chosen = communities.find(({ id }) => id === community);
  const grantId = await grant.save();
  // Without a community, the tokens of the command line open nothing.
  if (isCommandLine ? chosen : await applicationOfClient(core, clientId)) {
    await keepConsent(core, { clientId, userId, grantId, scopes: asked, communityId: chosen?.id ?? null });
  }
  return grantId;
}
