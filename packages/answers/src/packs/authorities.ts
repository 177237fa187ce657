import type { Pack } from "./pack.ts";

/** Those who can answer in France, by the key that rules use. A name is written as it is read inside a sentence. */
const all = {
  mairie: { name: { fr: "la mairie", en: "the town hall" } },
  departement: { name: { fr: "le département", en: "the département" } },
  prefecture: { name: { fr: "la préfecture", en: "the prefecture" } },
  ddt: {
    name: {
      fr: "la direction départementale des territoires (DDT, DDTM ou DEAL)",
      en: "the State’s local planning office (DDT, DDTM or DEAL)",
    },
  },
  dreal: { name: { fr: "la direction régionale de l’environnement (DREAL)", en: "the State’s regional environment office (DREAL)" } },
  udap: {
    name: { fr: "l’architecte des Bâtiments de France (UDAP)", en: "the State’s heritage architect (UDAP)" },
    web: "https://www.culture.gouv.fr/regions",
  },
  ars: { name: { fr: "l’agence régionale de santé (ARS)", en: "the regional health agency (ARS)" }, web: "https://www.ars.sante.fr/" },
  onf: { name: { fr: "l’Office national des forêts (ONF)", en: "the national forestry office (ONF)" }, web: "https://www.onf.fr/" },
  brgm: { name: { fr: "le service géologique national (BRGM)", en: "the national geological survey (BRGM)" }, web: "https://www.brgm.fr/" },
  georisques: { name: { fr: "le site Géorisques", en: "the Géorisques site" }, web: "https://www.georisques.gouv.fr/" },
  gpu: {
    name: { fr: "le Géoportail de l’urbanisme", en: "the national planning portal" },
    web: "https://www.geoportail-urbanisme.gouv.fr/",
  },
  "radiation-safety": {
    name: { fr: "l’autorité de sûreté nucléaire et de radioprotection", en: "the nuclear safety and radiation protection authority" },
    web: "https://www.asnr.fr/",
  },
  "service-public": {
    name: { fr: "le site service-public.fr", en: "the service-public.fr site" },
    web: "https://www.service-public.gouv.fr/",
  },
} satisfies Pack["authorities"];

export type AuthorityKey = keyof typeof all;

/** The authorities that a shipped pack names. */
export function authoritiesOf(...keys: AuthorityKey[]): Pack["authorities"] {
  return Object.fromEntries(keys.map((key) => [key, all[key]]));
}
