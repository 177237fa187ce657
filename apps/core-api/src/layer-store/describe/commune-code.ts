/** Names that published tables give to the column with the code of a commune. The first that a layer has counts. */
export const COMMUNE_CODE_FIELDS: readonly string[] = [
  "code_insee",
  "insee_com",
  "insee",
  "code_commune",
  "code_commune_insee",
  "codecommune",
  "citycode",
  "codgeo",
];

/** The same in a layer of communes, where a bare `code` is that of the commune. */
export const COMMUNE_LAYER_CODE_FIELDS: readonly string[] = [...COMMUNE_CODE_FIELDS, "code"];

/** Names of the column with the name of a commune, in a layer of communes. */
export const COMMUNE_LAYER_NAME_FIELDS: readonly string[] = ["nom", "nom_com", "nom_commune", "libgeo", "name"];
