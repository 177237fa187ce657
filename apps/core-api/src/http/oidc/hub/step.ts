import type { FastifyReply, FastifyRequest } from "fastify";
import type Provider from "oidc-provider";
import { errors, type Interaction } from "oidc-provider";
import { z } from "zod";
import type { Core } from "../../../kernel/core.ts";
import { type Face, faceOf } from "../../../pages/hub/face.ts";
import { notFound } from "../../route.ts";

/** One page of a sign-in under way. */
export interface Step {
  /** `/hub/steps/<uid>`: the path of every page of this sign-in, and of its cookie. */
  path: string;
  face: Face;
  /** The sign-in that this browser started; null when it started elsewhere or too long ago. */
  interaction: Interaction | null;
  /** The address that the site expects, prefilled in the forms. The person may type another. */
  emailHint: string;
  /** The code of the invitation that the person came with; empty without one. */
  invitation: string;
  /** Origins to which the forms of this step redirect. */
  targets: string[];
}

export function stepPath(uid: string): string {
  return `/hub/steps/${uid}`;
}

export function uidOf({ path }: Pick<Step, "path">): string {
  return path.slice(stepPath("").length);
}

const uids = z.string().regex(/^[\w-]{10,64}$/);
const query = z.object({ client: z.string().max(80).optional().catch(undefined), lang: z.string().max(5).optional().catch(undefined) });

/** What the handlers of the hub share. */
export interface HubParts {
  readonly core: Core;
  readonly provider: Provider;
}

export async function openStep({ core, provider }: HubParts, request: FastifyRequest, reply: FastifyReply): Promise<Step> {
  const named = z.object({ uid: uids }).safeParse(request.params);
  if (!named.success) throw notFound("no-such-address");
  const { uid } = named.data;
  const { client, lang } = query.parse(request.query);
  const interaction = await currentInteraction(provider, request, reply);
  const asked = interaction?.params ?? {};
  const face = await faceOf(core, {
    clientId: textOf(asked.client_id) ?? client,
    lang,
    uiLocales: textOf(asked.ui_locales),
    acceptLanguage: request.headers["accept-language"],
  });
  const redirectUri = textOf(asked.redirect_uri);
  return {
    path: stepPath(uid),
    face,
    interaction,
    emailHint: (textOf(asked.login_hint) ?? "").slice(0, 254),
    invitation: (textOf(asked.invitation) ?? "").slice(0, 200),
    targets: [...face.site.origins, ...(redirectUri ? [new URL(redirectUri).origin] : [])],
  };
}

async function currentInteraction(provider: Provider, request: FastifyRequest, reply: FastifyReply): Promise<Interaction | null> {
  try {
    return await provider.interactionDetails(request.raw, reply.raw);
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return null;
    throw error;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Whether a form was sent from the hub's own pages. */
export function isFromHub(core: Core, request: FastifyRequest): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site) return site === "same-origin";
  return request.headers.origin === new URL(core.env.ARCHIPEL_PUBLIC_URL).origin;
}
