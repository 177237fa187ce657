import { noticeKind } from "@archipel/contracts/notifications.ts";
import { locales } from "@archipel/contracts/text.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import { createTransport } from "nodemailer";
import { expect, test } from "vitest";
import { readEnv } from "../env.ts";
import type { Core } from "../kernel/core.ts";
import type { OutgoingMail } from "../kernel/mailer.ts";
import type { Collection, Item } from "../modules/features/collections/service.ts";
import { noticeMail } from "../modules/notifications/delivery/notice-mail.ts";
import { sendAccountExists, sendConfirmAddress, sendResetPassword } from "../modules/notifications/service/account-mails.ts";
import { sendGroupInvitation, sendInvitation } from "../modules/notifications/service/send-invitation.ts";
import type { Face } from "./hub/face.ts";
import { choosePasswordForm, consentForm, forgotForm, messagePage, signInForm, signOutForm, signUpForm } from "./hub/forms.ts";
import { renderPage } from "./hub/page.ts";
import { problemPage } from "./hub/problem-page.ts";
import { mailListPage, mailPage } from "./mailbox/mails.ts";
import { collectionPage, collectionsPage } from "./ogc/collections.ts";
import { itemPage, itemsPage } from "./ogc/items.ts";
import { landingPage } from "./ogc/landing.ts";

// Every page and mail that core-api writes by itself, with markup in each text that a person chooses. Pages of the sites are React's.

const MARKUP = `zz"'></title></style></textarea><img src=zz onerror=zz()><script>zz()</script>{{zz}}\${zz}`;

/** Whether the markup became part of the page: a tag, or the end of an attribute's value. */
const breaksOut = (page: string) => /<(img src=zz|script)|zz"|zz'|<\/textarea>/.test(page);

const face = (locale: "fr" | "en"): Face => ({
  site: {
    clientId: MARKUP,
    name: MARKUP,
    tagline: { fr: MARKUP, en: MARKUP },
    origin: "https://portail.example.org",
    origins: ["https://portail.example.org"],
    baseTheme: "neutral",
    theme: portalTheme("neutral", { colours: { light: { accent: MARKUP } }, fonts: { body: MARKUP } }),
    logoPath: `/assets/portals/1/logo?v=${MARKUP}`,
    locales: ["fr", "en"],
    version: MARKUP,
  },
  siteName: MARKUP,
  locale,
  chosenLocale: locale,
  clientId: MARKUP,
});

test("no page of the hub or of the mailbox runs what a person wrote", () => {
  for (const locale of locales) {
    const look = face(locale);
    const step = { face: look, step: "/hub/steps/1", problem: { fields: { email: MARKUP, name: MARKUP, password: MARKUP }, form: MARKUP } };
    const bodies = [
      signInForm(step, { email: MARKUP }),
      signUpForm(step, { name: MARKUP, email: MARKUP }),
      forgotForm(step, { email: MARKUP }),
      choosePasswordForm(step, { purpose: "confirm", code: MARKUP, email: MARKUP, name: MARKUP }),
      choosePasswordForm(step, { purpose: "reset", code: MARKUP, email: MARKUP, name: MARKUP }),
      consentForm(step, { client: MARKUP, email: MARKUP }),
      signOutForm(look, { action: MARKUP, xsrf: MARKUP }),
      messagePage({ title: MARKUP, text: [MARKUP], actions: [{ label: MARKUP, href: MARKUP }], note: MARKUP }),
    ];
    const mail = { id: MARKUP, subject: MARKUP, recipient: MARKUP, createdAt: new Date(0) };
    const pages = [
      ...bodies.map((body) => renderPage({ face: look, title: MARKUP, path: "/hub/steps/1", query: { of: MARKUP, code: MARKUP }, body })),
      problemPage(look, "link"),
      mailListPage(look, [mail]),
      mailPage(look, mail),
    ];
    for (const page of pages) {
      expect(page).toContain("zz&quot;");
      expect(breaksOut(page), page).toBe(false);
    }
  }
});

test("no page of /ogc runs what a person wrote, and a link in the data leads to the web only", () => {
  const call = { base: "https://portail.example.org/ogc", locale: "fr" as const, query: { q: MARKUP }, catalogue: { name: MARKUP } };
  const fields = ["nom", "lien", "ruse"].map((column) => ({
    name: MARKUP,
    label: column === "nom" ? MARKUP : undefined,
    column,
    type: "text",
  }));
  const place = { uri: MARKUP };
  const collection = { id: "1", title: MARKUP, description: MARKUP, datasetTitle: MARKUP, featureCount: 1, bbox: [0, 0, 1, 1], fields };
  const hostile = { ...collection, storageCrs: place, crs: [place] } as unknown as Collection;
  const properties = { nom: MARKUP, lien: `https://zz.example/"onmouseover="zz()`, ruse: "javascript:zz()" };
  const item = { fid: 1, version: 1, label: MARKUP, geojson: MARKUP, properties } as unknown as Item;
  const pages = [
    landingPage(call),
    collectionsPage(call, [hostile]),
    collectionPage(call, hostile),
    itemsPage(call, hostile, { items: [item], matched: 1, next: MARKUP }),
    itemPage(call, hostile, item),
  ];
  for (const page of pages) {
    expect(breaksOut(page), page).toBe(false);
    expect(page).not.toMatch(/href="javascript:|"onmouseover="/);
  }
});

test("no mail runs what a person wrote, in either language", async () => {
  const sent: OutgoingMail[] = [];
  const core = { mailer: { send: async (mail: OutgoingMail) => void sent.push(mail) } } as unknown as Core;
  const { accent, onAccent } = portalTheme("neutral", {}).colours.light;
  const env = readEnv({ ARCHIPEL_SECRET: "a secret of the tests, of 32 characters" });
  for (const locale of locales) {
    const to = {
      to: "person@example.org",
      locale,
      brand: { name: MARKUP, accent, onAccent },
      link: `https://hub.example.org/?code=${MARKUP}`,
    };
    await sendConfirmAddress(core, to);
    await sendAccountExists(core, to);
    await sendResetPassword(core, to);
    await sendInvitation(core, { ...to, communityName: MARKUP, role: "manager", expiresAt: new Date(0) });
    await sendGroupInvitation(core, { ...to, communityName: MARKUP, groupName: MARKUP, expiresAt: new Date(0) });
    for (const kind of noticeKind.options) {
      const due = {
        id: "1",
        personId: "1",
        kind,
        params: { title: MARKUP, dataset: MARKUP, actor: MARKUP, said: MARKUP, number: 1 },
        // A guest is asked about a place; the other kinds begin with their subject.
        subjectType: kind === "follow-asked" ? "place" : (kind.split("-")[0] ?? ""),
        subjectId: "1",
        to: "person@example.org",
        name: MARKUP,
        locale,
        communityId: "1",
        communityName: MARKUP,
        communitySlug: "commune",
        isModerator: false,
        portalId: "1",
        portalName: MARKUP,
        portalHost: "portail.localhost",
        baseTheme: "neutral",
        theme: { colours: { light: { accent: MARKUP } } },
        attempts: 1,
      };
      sent.push(await noticeMail(env, due, [due]), await noticeMail(env, due, [due, due]));
    }
  }
  expect(sent.length).toBe(2 * (5 + 2 * noticeKind.options.length));
  for (const { html } of sent) expect(breaksOut(html), html).toBe(false);
});

test("no subject or address adds a line to the head of a mail", async () => {
  const transport = createTransport({ streamTransport: true, buffer: true }, { from: "a@example.org" });
  const head = async (to: string, subject: string) => {
    const { message } = await transport.sendMail({ to, subject, text: "x" });
    return String(message).split("\r\n\r\n")[0] ?? "";
  };
  for (const line of ["\r\nBcc: zz@example.org", "\nBcc: zz@example.org", "\rBcc: zz@example.org"])
    expect(await head(`person@example.org${line}`, `Bonjour${line}`)).not.toMatch(/^Bcc:/m);
});
