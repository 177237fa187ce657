import type { Pack } from "../pack.ts";

// What the codes of the CNIG's standard for prevention plans mean, in English.
export const preventionGlosses: Pack["glosses"] = {
  "reglements-urbanisme": {
    "01": { en: "requirements outside the hazard zone" },
    "02": { en: "requirements" },
    "03": { en: "prohibition" },
    "04": { en: "strict prohibition" },
    "05": { en: "recommendations" },
    "06": { en: "grey zones" },
    "07": { en: "zones of an exceptional hazard" },
  },
  "reglements-fonciers": {
    "01": { en: "owners may require the purchase of their property" },
    "02": { en: "compulsory purchase possible" },
  },
  niveaux: {
    "00": { en: "none or negligible" },
    "01": { en: "low" },
    "02": { en: "medium or moderate" },
    "03": { en: "medium, higher degree" },
    "04": { en: "high" },
    "05": { en: "high, higher degree" },
    "06": { en: "very high or major" },
    "07": { en: "very high or aggravated" },
    "99": { en: "other" },
  },
};
