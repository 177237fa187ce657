import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { themeToCss } from "@archipel/theme/css.ts";
import { FONT_IDS, type FontId } from "@archipel/theme/fonts.ts";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { Core } from "../../../kernel/core.ts";
import { consoleSite, siteOfClient } from "../../../modules/identity/service/sites.ts";
import { type HttpRequest, notFound } from "../../route.ts";
import type { HubParts } from "./step.ts";

const YEAR = "public, max-age=31536000, immutable";
const HOUR = "public, max-age=3600";
const themesFolder = new URL("../../../../../../themes/", import.meta.url);

type FileFont = Exclude<FontId, "system">;

/** The Latin subset of each family, which French and English need. */
const FONT_FILES: Record<FileFont, string> = {
  inter: import.meta.resolve("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"),
  "jetbrains-mono": import.meta.resolve("@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2"),
  "public-sans": import.meta.resolve("@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2"),
  "source-serif-4": import.meta.resolve("@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2"),
  "space-grotesk": import.meta.resolve("@fontsource-variable/space-grotesk/files/space-grotesk-latin-wght-normal.woff2"),
};

const query = z.object({ client: z.string().max(80).catch("") });
const siteAsked = async (core: Core, asked: unknown) => (await siteOfClient(core, query.parse(asked).client)) ?? consoleSite(core);
const styles = readFile(new URL("../../../pages/hub/hub.css", import.meta.url), "utf8");

/** The style sheet of the hub's pages: everything they load comes from the hub itself. */
export async function hubStyles(_: HubParts, _request: HttpRequest, reply: FastifyReply) {
  return reply
    .type("text/css; charset=utf-8")
    .header("cache-control", "public, max-age=300")
    .send(await styles);
}

const ceremonies = readFile(new URL("../dist/bundle/index.umd.min.js", import.meta.resolve("@simplewebauthn/browser")), "utf8");
const passkeys = readFile(new URL("../../../pages/hub/passkeys.js", import.meta.url), "utf8");

/** The script of passkeys: the browser's part of their protocol, and what fills in the forms. */
export async function passkeyScript(_: HubParts, _request: HttpRequest, reply: FastifyReply) {
  return reply
    .type("text/javascript; charset=utf-8")
    .header("cache-control", "public, max-age=300")
    .send(`${await ceremonies}\n${await passkeys}`);
}

/** The colours and fonts of the site that sent the person. */
export async function themeStyles({ core }: HubParts, request: HttpRequest, reply: FastifyReply) {
  const { theme, clientId, version } = await siteAsked(core, request.query);
  const faces = [...new Set([theme.type.title, theme.type.text])].flatMap((id) => (id === "system" ? [] : fontFace(id)));
  const mark = `.mark{mask-image:url("/hub/assets/logo.svg?client=${clientId}&v=${version}")}`;
  return reply
    .type("text/css; charset=utf-8")
    .header("cache-control", HOUR)
    .send([...faces, themeToCss(theme), mark].join("\n"));
}

/** The mark of the site's base theme, in its colour. */
export async function themeLogo({ core }: HubParts, request: HttpRequest, reply: FastifyReply) {
  const { theme } = await siteAsked(core, request.query);
  const drawing = await readFile(new URL(`${theme.id}/logo.svg`, themesFolder), "utf8");
  return reply.type("image/svg+xml").header("cache-control", HOUR).send(drawing.replaceAll("#000", theme.colours.light.accent));
}

export async function font(_: HubParts, request: HttpRequest, reply: FastifyReply) {
  const known = z.enum(FONT_IDS).exclude(["system"]).safeParse(request.params.id);
  if (!known.success) throw notFound("no-such-address");
  const { data: id } = known;
  return reply
    .type("font/woff2")
    .header("cache-control", YEAR)
    .send(await readFile(fileURLToPath(FONT_FILES[id])));
}

/** The family's name is the one that the theme's stacks begin with: `Inter Variable`. */
function fontFace(id: FileFont): string {
  const family = `${id
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ")} Variable`;
  return `@font-face{font-family:"${family}";src:url("/hub/assets/fonts/${id}.woff2") format("woff2");font-weight:200 900;font-display:swap}`;
}
