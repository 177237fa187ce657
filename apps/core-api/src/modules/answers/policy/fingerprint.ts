import type { Finding, Report, ThemeAnswer } from "@archipel/answers/report/report.ts";
import { jsonDigest as digest } from "../../../kernel/json-digest.ts";
import type { SignedAnswer } from "./verify-token.ts";

/** What a report said, short enough for a QR code: nothing of the answer can be read from it, only compared. */
export function fingerprintOf(report: Report): Pick<SignedAnswer, "whole" | "place" | "names" | "themes"> {
  const { place } = report;
  const themes = report.themes.map((theme) => digest(saidOf(theme)));
  const placed = digest([place.crs, place.precision, place.parcels ?? place.centre, place.commune]);
  const names = digest(report.themes.map(({ pack, theme }) => [pack, theme]));
  return {
    whole: digest([placed, names, themes].flat().map((one) => one.toString("hex"))).subarray(0, 8),
    place: placed.subarray(0, 2),
    names: names.subarray(0, 2),
    themes: Buffer.concat(themes.map((one) => one.subarray(0, 1))),
  };
}

/** What a reader of a theme sees, apart from what does not change the answer: ids, and the days on which data were read. */
function saidOf({ theme, pack, state, list, reason, isComplete, sentence, notes, level, heldBy, documents, ...more }: ThemeAnswer) {
  const findings = [more.findings, more.scenarios].map((all) => all.map(saidOfFinding));
  return [pack, theme, state, list, reason ?? null, isComplete, sentence, notes, level, heldBy ?? null, documents, findings, more.more];
}

function saidOfFinding({ layer: _layer, source: _source, features: _features, ...said }: Finding) {
  return said;
}
