import { expect, it } from "vitest";
import { sampleAlerts, sampleMap, samplePrintable } from "../testing/sample.ts";
import { composeDocument } from "./compose.ts";
import type { PrintDocument } from "./document.ts";

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, " ");
const sectionIn = ({ lists }: PrintDocument, title: string) =>
  lists.flatMap(({ sections }) => sections).find((section) => section.title === title);

it("prints the four lists even if they are empty, and every theme once", () => {
  const { lists } = composeDocument(samplePrintable());
  expect(lists.map(({ title }) => title)).toEqual([
    "S’applique à ce lieu",
    "Autour du lieu",
    "Non concerné",
    "Pas de données ici",
    "Non vérifié",
  ]);
  const { report } = samplePrintable();
  const printed = lists.reduce(
    (sum, { sections, notes, groups }) => sum + sections.length + [...notes, ...groups].reduce((all, { count }) => all + count, 0),
    0,
  );
  expect(printed).toBe(report.themes.length);
});

it("says in a few paragraphs on what nothing is published, each theme by its name, without headings", () => {
  const { report } = samplePrintable();
  const noData = report.themes.filter(({ list }) => list === "noData");
  const list = composeDocument(samplePrintable()).lists.find(({ title }) => title === "Pas de données ici");
  expect(noData.length).toBeGreaterThan(20);
  expect([list?.notes, list?.sections]).toEqual([[], []]);
  const groups = list?.groups ?? [];
  expect(groups.length).toBeLessThan(noData.length / 2);
  const names = groups.map(({ names }) => plain(String(names))).join("\n");
  for (const { title } of noData) expect(names).toContain(plain(title.text));
  expect(groups.every(({ names }) => String(names).startsWith("Rien n’est publié ici sur"))).toBe(true);
  // Who holds the data is said once for all themes of a paragraph.
  expect(groups.flatMap(({ texts }) => texts).filter((text) => String(text).startsWith("Données détenues par")).length).toBeGreaterThan(2);
});

it("prints every French name of an English report as French", () => {
  const { sources, lists } = composeDocument(samplePrintable({ locale: "en" }));
  const fr = (text: string) => ({ text, lang: "fr" });
  expect(sources?.rows[0]?.slice(0, 2)).toEqual([fr("Zones du PLU"), fr("Saint-Aubrin Agglomération")]);
  const zone = lists.flatMap(({ sections }) => sections).find(({ title }) => title === "Zone of the planning document");
  expect(zone?.documents[0]?.values[0]?.text).toEqual({ parts: [fr("PLU de Saint-Aubrin"), expect.stringMatching(/^, approved on/)] });
  expect(zone?.findings[0]?.sentence).toEqual({ parts: ["Natural or forest zone ", fr("Nl"), expect.stringMatching(/^: building/)] });
  expect(zone?.sources).toEqual({ parts: [expect.any(String), fr("Zones du PLU"), expect.any(String)] });
  expect(JSON.stringify(composeDocument(samplePrintable({ locale: "fr" })))).not.toContain('"parts"');
});

it("prints shares that are not nothing, and areas below a square metre", () => {
  const zone = sectionIn(composeDocument(samplePrintable({ zoneM2: 999.6, zoneLabel: "UA" })), "Zone du plan d’urbanisme");
  const parts = zone?.findings.flatMap(({ lines }) =>
    lines.filter(({ label }) => label === "Part du lieu").map(({ values }) => values[0]?.text),
  );
  expect(parts?.map((text) => plain(String(text)))).toEqual(["1 000 m², soit > 99,9 % du lieu"]);
  const sliver = sectionIn(composeDocument(samplePrintable({ zoneM2: 998.6 })), "Zone du plan d’urbanisme");
  expect(sliver?.findings.map(({ lines }) => plain(String(lines[0]?.values[0]?.text)))).toEqual([
    "1 m², soit 0,1 % du lieu",
    "999 m², soit 99,9 % du lieu",
  ]);
});

it("counts findings beyond twenty, and says where they are", () => {
  const section = sectionIn(composeDocument(samplePrintable({ prescriptions: 60 })), "Règles particulières du plan");
  expect(section?.findings).toHaveLength(20);
  expect(section?.more?.text).toBe("40 autres éléments ne sont pas imprimés.");
  expect(section?.more?.link?.url).toContain("https://");
});

it("numbers the findings that its map draws, and draws nothing whose position is not known", () => {
  const document = composeDocument(samplePrintable());
  const zone = sectionIn(document, "Zone du plan d’urbanisme");
  expect(zone?.findings.map(({ number }) => number)).toEqual([1, 2]);
  expect(zone?.map?.legend.map(({ number, text }) => [number, text])).toEqual([
    [1, "Nl · zone naturelle et forestière"],
    [2, "UA · zone urbaine"],
  ]);
  expect(sectionIn(document, "Séismes")).toMatchObject({ map: null, findings: [{ number: null }] });
  const bare = samplePrintable();
  const without = composeDocument({ ...bare, facts: { ...bare.facts, map: null } });
  expect([without.cover.map, sectionIn(without, "Zone du plan d’urbanisme")?.map]).toEqual([null, null]);
});

it("says both areas of a parcel where they differ, and shows no QR code of restricted data", () => {
  const { cover } = composeDocument(samplePrintable());
  expect(plain(cover.parcels?.note ?? "")).toContain("5 %");
  expect(cover.parcels?.rows[0]?.map((cell) => plain(String(cell)))).toEqual(["300140000AB0012", "940 m²", "1 000 m²", "01/07/2026"]);
  const restricted = composeDocument(samplePrintable({ isRestricted: true })).cover;
  expect(restricted.verify).toBeNull();
  expect(restricted.warnings.map(({ title }) => title)).toEqual(["Information sans valeur juridique", "Données réservées"]);
});

it("says on its first page that it rests on a part of the data", () => {
  const { report, facts } = samplePrintable({ isRestricted: true });
  const { warnings } = composeDocument({ report: { ...report, partial: true }, facts }).cover;
  expect(warnings.map(({ title }) => plain(title))).toEqual([
    "Information sans valeur juridique",
    "Réponse d’après une partie des données",
    "Données réservées",
  ]);
});

it("draws a map at a round scale, with its scale bar", () => {
  const { svg = "" } = composeDocument(samplePrintable()).cover.map ?? {};
  expect(svg).toContain(">20");
  expect(sampleMap().frame.denominator).toBe(1_000);
});

it("quotes the name that a link gives to a place, and never takes it as its own", () => {
  const { report, facts } = samplePrintable();
  const name = "Terrain déclaré constructible par la mairie";
  const { parcels: _parcels, ...place } = report.place;
  const pointed = (label: string) => composeDocument({ report: { ...report, place: { ...place, kind: "point", label } }, facts });
  const { title, description, footer, cover } = pointed(name);
  expect([title, description, footer, cover.place, cover.map?.alt].join(" ")).not.toContain(name);
  expect(cover.place).toContain(place.commune.name);
  expect(cover.facts.filter(({ values }) => plain(String(values[0]?.text)) === `« ${name} »`)).toHaveLength(1);
  const [lon, lat] = place.centre;
  expect(JSON.stringify(pointed(`${lat.toFixed(6)}, ${lon.toFixed(6)}`).cover.facts)).not.toContain("«");
});

it("begins with the alerts in force: level, title, end and source, and has no part for them otherwise", () => {
  const { alerts } = composeDocument(samplePrintable({ alerts: sampleAlerts })).cover;
  const said = alerts?.items.map(({ level, heading, lines }) => [
    level,
    plain(heading),
    ...lines.map(({ label, values }) => `${label}: ${plain(String(values[0]?.text))}`),
  ]);
  expect(said).toEqual([
    [
      "emergency",
      "Urgence : Crue du Vidourle",
      "Depuis le: 28 nov. 2026, 07:00",
      "Jusqu’au: 29 nov. 2026, 18:00",
      "Émise par: Préfecture du Gard",
      "Page: https://urbanisme.exemple.fr/fr/alerts/1",
    ],
    [
      "information",
      "Exercice – Information : Sirènes",
      "Depuis le: 28 nov. 2026, 07:00",
      "Jusqu’au: sans date de fin",
      "Émise par: Saint-Aubrin",
      "Page: https://urbanisme.exemple.fr/fr/alerts/2",
    ],
  ]);
  expect(composeDocument(samplePrintable({ alerts: sampleAlerts, locale: "en" })).cover.alerts?.items[0]?.heading).toBe(
    "Emergency: Crue du Vidourle",
  );
  expect(composeDocument(samplePrintable()).cover.alerts).toBeNull();
});
