import { texts } from "@archipel/blocks/texts.ts";
import { z } from "zod";
import { communityId, id } from "./ids.ts";

const text = (max: number) => z.string().trim().max(max).default("");
const oneLine = (max = 160) => text(max).refine((value) => !/\p{Cc}/u.test(value), { message: "control-characters" });
const mail = z.union([z.literal(""), z.email().max(254)]).default("");
const web = z
  .union([
    z.literal(""),
    z
      .string()
      .trim()
      .max(500)
      .refine((value) => /^https?:\/\/[^\s]+$/i.test(value) && URL.canParse(value), { message: "address" }),
  ])
  .default("");
const day = z.iso.date().nullable().default(null);

/** The themes of the RGAA 4.1, with the number of their criteria: 106 in all. */
export const RGAA_THEMES = {
  images: 9,
  frames: 2,
  colours: 3,
  multimedia: 13,
  tables: 8,
  links: 2,
  scripts: 5,
  mandatory: 10,
  structure: 4,
  presentation: 14,
  forms: 13,
  navigation: 11,
  consultation: 12,
} as const;
export type RgaaTheme = keyof typeof RGAA_THEMES;

const count = z.int().min(0).max(14).default(0);
/** How many criteria of a theme hold, do not, or do not apply. All zero: not tested. */
const themeResult = z.strictObject({ passed: count, failed: count, notApplicable: count });
const grid = z
  .strictObject(
    Object.fromEntries(Object.keys(RGAA_THEMES).map((theme) => [theme, themeResult.prefault({})])) as {
      [Theme in RgaaTheme]: ReturnType<typeof themeResult.prefault>;
    },
  )
  .superRefine((all, context) => {
    for (const [theme, criteria] of Object.entries(RGAA_THEMES)) {
      const { passed, failed, notApplicable } = all[theme as RgaaTheme];
      if (passed + failed + notApplicable > criteria) context.addIssue({ code: "custom", message: "grid-too-many", path: [theme] });
    }
  });

export const accessibilityState = z.enum(["not-assessed", "none", "partial", "full"]);
export type AccessibilityState = z.infer<typeof accessibilityState>;

const accessibility = z.strictObject({
  state: accessibilityState.default("not-assessed"),
  /** The standard that was tested, with its version. */
  standard: oneLine(80).default("RGAA 4.1.2"),
  /** Who tested. */
  auditor: oneLine(),
  testedOn: day,
  grid: grid.prefault({}),
  /** Pages that were tested. */
  sample: z
    .array(z.strictObject({ title: oneLine(120), address: web }))
    .max(40)
    .default([]),
  /** Programs and assistive technologies of the tests: "NVDA 2026.1 with Firefox 150". */
  tools: z.array(oneLine(160)).max(20).default([]),
  /** What does not hold, in Markdown. */
  failures: texts(10_000, { isOneLine: false }).default({}),
  /** Contents that are exempt, with the reason. */
  exemptions: z
    .array(
      z.strictObject({
        content: texts(600, { isOneLine: false }),
        reason: z.enum(["disproportionate", "third-party", "archive", "other"]),
      }),
    )
    .max(40)
    .default([]),
  /** The multi-year plan. */
  plan: web,
  /** Who answers people who cannot reach a content. */
  contact: z.strictObject({ mail, form: web }).prefault({}),
  declaredOn: day,
});

const purpose = z.strictObject({
  /** "Answering reports". */
  purpose: texts(300, { isOneLine: true }),
  basis: z.enum(["consent", "contract", "obligation", "public-task", "legitimate-interest"]).default("public-task"),
  data: texts(600, { isOneLine: false }).default({}),
  /** How long: "Three years after the last answer". */
  kept: texts(300, { isOneLine: true }).default({}),
  recipients: texts(300, { isOneLine: true }).default({}),
});
export type PrivacyPurpose = z.infer<typeof purpose>;

/** What the legal pages of a portal say. Empty texts are not filled in yet: a draft of any state can be saved. */
export const siteLegal = z.strictObject({
  publisher: z
    .strictObject({ name: oneLine(), form: oneLine(120), address: text(500), registration: oneLine(60), phone: oneLine(40), mail })
    .prefault({}),
  /** The person who answers for what is published. */
  director: z.strictObject({ name: oneLine(), role: oneLine() }).prefault({}),
  host: z.strictObject({ name: oneLine(), address: text(500), phone: oneLine(40), site: web }).prefault({}),
  contact: z.strictObject({ mail, phone: oneLine(40), address: text(500), form: web }).prefault({}),
  privacy: z
    .strictObject({
      controller: oneLine(),
      officer: z.strictObject({ name: oneLine(), mail, address: text(500) }).prefault({}),
      purposes: z.array(purpose).max(30).default([]),
      more: texts(10_000, { isOneLine: false }).default({}),
    })
    .prefault({}),
  accessibility: accessibility.prefault({}),
  /** Rules about copying texts and pictures, in Markdown. */
  reuse: texts(5_000, { isOneLine: false }).default({}),
});
export type SiteLegal = z.infer<typeof siteLegal>;

/** What is missing on the legal pages, each with where it is asked for. */
const LEGAL_REQUIREMENTS = [
  "publisher-name",
  "publisher-address",
  "director",
  "host-name",
  "host-address",
  "contact",
  "privacy-controller",
  "privacy-officer",
  "privacy-purposes",
  "privacy-kept",
  "accessibility-state",
  "accessibility-date",
  "accessibility-failures",
  "accessibility-contact",
  "accessibility-contradiction",
] as const;
export type LegalRequirement = (typeof LEGAL_REQUIREMENTS)[number];
export interface LegalMissing {
  readonly what: LegalRequirement;
  /** The property of `SiteLegal`, as in zod issues. */
  readonly path: readonly (string | number)[];
}

/** The share of applicable criteria that hold, 0…1; null: nothing was tested. */
export interface LegalPages {
  readonly legal: SiteLegal;
  readonly rate: number | null;
  readonly updatedAt: Date | null;
}
export interface EditedLegal extends LegalPages {
  /** 0: nothing was saved yet; the names that the portal has had are filled in. */
  readonly revision: number;
  readonly missing: readonly LegalMissing[];
  readonly updatedBy: string | null;
}

export const siteLegalInput = z.object({ communityId, portalId: id });
export const saveLegalInput = siteLegalInput.extend({ basedOn: z.int().min(0), legal: siteLegal });
/** For visitors. */
export const readSiteInput = z.object({ portalId: id });
