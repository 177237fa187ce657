import type { Level, Rule } from "../rule.ts";
import { both, has, law, ruleOf } from "../rule-writer.ts";
import type { Theme } from "../theme.ts";
import { byCommune, riskTheme, tagged } from "./risk-theme.ts";

function site(key: string, when: Rule["when"], level: Level, fr: string, en: string): Rule {
  return ruleOf({
    key: `site-${key}`,
    when,
    level,
    legalEffect: "information",
    says: both(fr, en),
    advice: [
      {
        text: both(
          "Un plan de prévention peut limiter les constructions : voyez ce thème.",
          "A prevention plan may limit building: see that theme.",
        ),
        authority: "dreal",
      },
    ],
    authority: "dreal",
    examples: [
      {
        attributes: { nom_ets: "Usine", lib_seveso: when[0]?.is === "eq" ? when[0].value : "Non Seveso" },
        distanceM: 300,
        level,
        says: { fr: "Usine", en: "300\u00a0m" },
      },
    ],
  });
}

function noise(values: string[], level: Level, fr: string, en: string, limit: { limit?: NonNullable<Rule["limit"]> } = {}): Rule {
  return ruleOf({
    ...limit,
    key: `noise-${values[0]}`,
    when: has({ zone: values }),
    level,
    legalEffect: "binding",
    says: both(fr, en),
    authority: "prefecture",
    provisions: [law("Code de l’urbanisme", "L112-10", "L112-11")],
    examples: values.map((zone) => ({ attributes: { zone }, level })),
  });
}

function single(
  key: string,
  level: Level,
  effect: Rule["legalEffect"],
  says: Rule["sentence"]["statement"] & { fr: string; en: string },
  facts: Partial<Pick<Rule, "advice" | "authority" | "provisions">>,
): Rule[] {
  return [ruleOf({ key, when: [], level, legalEffect: effect, says, ...facts, examples: [{ attributes: { nom: "Secteur 1" }, level }] })];
}

const pollution = law("Code de l’environnement", "L125-6", "L125-7", "L556-1");
const named = { label: ["nom", "nom_site", "libelle", "nom_ets"] };

export const activityThemes: readonly Theme[] = [
  riskTheme(
    {
      id: "risk.industrial-sites",
      family: "industry",
      order: 260,
      title: both("Sites industriels", "Industrial sites"),
      heldBy: "dreal",
      sources: tagged("industrial-site", {
        place: { on: "geometry", ringM: 500 },
        label: ["nom_ets", "nom", "raison_sociale"],
        file: { url: "url_fiche" },
        signs: [["lib_regime", "lib_seveso"]],
      }),
      rules: [
        site(
          "seveso-high",
          has({ lib_seveso: "Seveso seuil haut" }),
          2,
          "{label} : site industriel à haut risque (Seveso).",
          "{label}: industrial site at high risk (Seveso).",
        ),
        site(
          "seveso-low",
          has({ lib_seveso: "Seveso seuil bas" }),
          1,
          "{label} : site industriel à risque (Seveso).",
          "{label}: industrial site at risk (Seveso).",
        ),
        site("other", [], 1, "{label} : site industriel surveillé par l’État.", "{label}: industrial site supervised by the State."),
      ],
    },
    both("Aucun site industriel surveillé n’est connu à moins de 500 m.", "No supervised industrial site is known within 500 m."),
  ),
  riskTheme(
    {
      id: "risk.soil-sis",
      family: "pollution",
      order: 270,
      title: both("Sols pollués reconnus", "Confirmed polluted soils"),
      heldBy: "prefecture",
      sources: tagged("soil-sis", named),
      rules: single(
        "soil-sis",
        3,
        "binding",
        both("Sol pollué reconnu par l’État : {label}.", "Polluted soil confirmed by the State: {label}."),
        {
          advice: [{ text: both("Une étude de sol est obligatoire avant tout projet.", "A soil study is compulsory before any project.") }],
          authority: "prefecture",
          provisions: [pollution],
        },
      ),
    },
    both("Aucun sol pollué reconnu ne touche ce terrain.", "No confirmed polluted soil touches this land."),
  ),
  riskTheme(
    {
      id: "risk.soil-instruction",
      family: "pollution",
      order: 271,
      title: both("Sols dont l’État s’occupe", "Soils that the State is dealing with"),
      heldBy: "dreal",
      sources: tagged("soil-instruction", named),
      rules: single(
        "soil-instruction",
        2,
        "information",
        both("Sol pollué ou soupçonné, suivi par l’État : {label}.", "Polluted or suspected soil, followed by the State: {label}."),
        {
          authority: "dreal",
          provisions: [pollution],
        },
      ),
    },
    both("L’État ne suit aucun site pollué sur ce terrain.", "The State follows no polluted site on this land."),
  ),
  riskTheme(
    {
      id: "risk.soil-history",
      family: "pollution",
      order: 272,
      title: both("Anciennes activités", "Former activities"),
      heldBy: "georisques",
      sources: tagged("soil-history", { ...named, place: { on: "geometry", ringM: 500 } }),
      rules: single(
        "soil-history",
        0,
        "information",
        both(
          "Ancienne activité : {label}. Rien ne dit que le sol est pollué.",
          "Former activity: {label}. Nothing says that the soil is polluted.",
        ),
        { authority: "georisques" },
      ),
    },
    both("Aucune ancienne activité n’est connue à moins de 500 m.", "No former activity is known within 500 m."),
  ),
  riskTheme(
    {
      id: "risk.aerodrome-noise",
      family: "noise",
      order: 280,
      title: both("Bruit d’un aérodrome", "Noise of an aerodrome"),
      heldBy: "prefecture",
      worstOf: "level",
      sources: tagged("aerodrome-noise"),
      rules: [
        noise(
          ["A", "B"],
          4,
          "Bruit très fort d’un aérodrome : les logements sont interdits, sauf exceptions.",
          "Very loud aerodrome noise: housing is forbidden, with exceptions.",
          {
            limit: {
              how: "forbidden",
              by: both(
                "les logements, près d’un aérodrome très bruyant, sauf exceptions",
                "housing, near a very loud aerodrome, with exceptions",
              ),
            },
          },
        ),
        noise(["C"], 3, "Bruit fort d’un aérodrome : les logements sont très limités.", "Loud aerodrome noise: housing is very limited.", {
          limit: { how: "limited" },
        }),
        noise(["D"], 1, "Bruit d’un aérodrome : les logements doivent être isolés.", "Aerodrome noise: housing must be insulated."),
      ],
    },
    both("Ce terrain n’est pas dans un plan de bruit d’aérodrome.", "This land is not in a noise plan of an aerodrome."),
  ),
  riskTheme(
    {
      id: "risk.brush",
      family: "fire",
      order: 290,
      title: both("Débroussaillement", "Brush clearing"),
      heldBy: "prefecture",
      sources: tagged("brush-clearing"),
      rules: single(
        "brush-clearing",
        2,
        "binding",
        both(
          "Débroussaillement obligatoire : 50 m autour des bâtiments, à la charge du propriétaire.",
          "Brush must be cleared within 50 m of buildings, at the owner’s cost.",
        ),
        { authority: "onf", provisions: [law("Code forestier", "L134-6")] },
      ),
    },
    both("Le débroussaillement n’est pas obligatoire ici.", "Brush clearing is not compulsory here."),
  ),
  riskTheme(
    {
      id: "risk.termites",
      family: "building",
      order: 295,
      title: both("Termites", "Termites"),
      heldBy: "prefecture",
      needs: "commune",
      sources: byCommune("termites"),
      rules: single(
        "termites",
        1,
        "binding",
        both(
          "La commune est touchée par les termites : un contrôle est exigé à la vente.",
          "The municipality has termites: an inspection is required for a sale.",
        ),
        { authority: "prefecture", provisions: [law("Code de la construction et de l’habitation", "L131-3")] },
      ),
    },
    both("Aucun arrêté ne déclare de termites dans la commune.", "No order declares termites in the municipality."),
  ),
  riskTheme(
    {
      id: "risk.disasters",
      family: "history",
      order: 299,
      title: both("Catastrophes déjà reconnues", "Disasters recognised in the past"),
      heldBy: "georisques",
      needs: "commune",
      mostAround: 100,
      sources: byCommune("disaster-history", { label: ["libelle", "lib_risque", "nom"], apart: ["date_debut"] }),
      rules: single("disaster-history", 0, "information", both("La commune a connu : {label}.", "The municipality has seen: {label}."), {
        authority: "georisques",
      }),
    },
    both("Aucune catastrophe n’a été reconnue dans la commune.", "No disaster has been recognised in the municipality."),
  ),
];
