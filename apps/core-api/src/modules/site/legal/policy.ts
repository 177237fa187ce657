import {
  type LegalMissing,
  type LegalRequirement,
  RGAA_THEMES,
  type RgaaTheme,
  type SiteLegal,
  siteLegal,
} from "@archipel/contracts/site-legal.ts";
import { z } from "zod";

/** Names that portals had in their settings before there was a form for the legal pages. */
const oldSettings = z.object({ legalName: z.string().optional(), contactEmail: z.string().optional() }).catch({});

/** What is stored, or what the portal's settings already say. */
export function legalOf(stored: unknown, settings: unknown): SiteLegal {
  const read = stored === null ? null : siteLegal.safeParse(stored);
  if (read?.success) return read.data;
  const { legalName = "", contactEmail = "" } = oldSettings.parse(settings);
  const known = siteLegal.safeParse({ publisher: { name: legalName }, contact: { mail: contactEmail } });
  return known.success ? known.data : siteLegal.parse({});
}

/** The share of the criteria that apply and hold, 0…1; null: no criterion was tested. */
export function rateOf({ accessibility: { grid } }: SiteLegal): number | null {
  const tested = (Object.keys(RGAA_THEMES) as RgaaTheme[]).map((theme) => grid[theme]);
  const passed = tested.reduce((sum, one) => sum + one.passed, 0);
  const applicable = passed + tested.reduce((sum, one) => sum + one.failed, 0);
  return applicable === 0 ? null : passed / applicable;
}

const HALF = 0.5;

/** The state that the tests give: all criteria hold, at least half of them, or fewer. */
function testedState(legal: SiteLegal): SiteLegal["accessibility"]["state"] | null {
  const rate = rateOf(legal);
  if (rate === null) return null;
  return rate === 1 ? "full" : rate >= HALF ? "partial" : "none";
}

/** What the law asks for and the form does not say yet, in the order of the form. */
export function missingOf(legal: SiteLegal): LegalMissing[] {
  const { publisher, director, host, contact, privacy, accessibility } = legal;
  const isWritten = (texts: object) => Object.keys(texts).length > 0;
  const isPartial = accessibility.state === "partial" || accessibility.state === "none";
  const tested = testedState(legal);
  const asked: [LegalRequirement, boolean, LegalMissing["path"]][] = [
    ["publisher-name", publisher.name !== "", ["publisher", "name"]],
    ["publisher-address", publisher.address !== "", ["publisher", "address"]],
    ["director", director.name !== "", ["director", "name"]],
    ["host-name", host.name !== "", ["host", "name"]],
    ["host-address", host.address !== "", ["host", "address"]],
    ["contact", contact.mail !== "" || contact.phone !== "" || contact.form !== "", ["contact", "mail"]],
    ["privacy-controller", privacy.controller !== "", ["privacy", "controller"]],
    ["privacy-officer", privacy.officer.name !== "" || privacy.officer.mail !== "", ["privacy", "officer"]],
    ["privacy-purposes", privacy.purposes.length > 0, ["privacy", "purposes"]],
    ...privacy.purposes.map(({ kept }, index): [LegalRequirement, boolean, LegalMissing["path"]] => [
      "privacy-kept",
      isWritten(kept),
      ["privacy", "purposes", index, "kept"],
    ]),
    ["accessibility-state", accessibility.state !== "not-assessed", ["accessibility", "state"]],
    ["accessibility-date", accessibility.declaredOn !== null, ["accessibility", "declaredOn"]],
    ["accessibility-failures", !isPartial || isWritten(accessibility.failures), ["accessibility", "failures"]],
    ["accessibility-contact", accessibility.contact.mail !== "" || accessibility.contact.form !== "", ["accessibility", "contact"]],
    ["accessibility-contradiction", tested === null || tested === accessibility.state, ["accessibility", "state"]],
  ];
  return asked.filter(([, isThere]) => !isThere).map(([what, , path]) => ({ what, path }));
}
