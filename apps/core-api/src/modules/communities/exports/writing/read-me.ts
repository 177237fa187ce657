import type { BagManifest } from "../../bag/manifest.ts";
import type { LeavingDataset, LeavingLayer } from "../queries/rows.ts";

/** The first page that a person reads, who may know nothing of the platform. */
export function readMe(manifest: BagManifest): string {
  const { community, writtenAt, platform } = manifest;
  return `# ${community.name}

(English below)

Ce fichier contient toute la communauté « ${community.name} », telle qu’elle était le ${writtenAt.slice(0, 10)} sur ${platform}.

- \`open/\` : les jeux de données publiés, en GeoJSON (WGS 84), un dossier par jeu avec sa fiche. Tout logiciel de carte les lit.
- \`tables/\` : la configuration, les membres, les échanges et l’historique, une ligne JSON par enregistrement.
- \`layers/\` : les couches avec leurs identifiants stables, dans leur système de coordonnées (géométrie en EWKB hexadécimal), et toutes leurs
  versions dans \`…_history.ndjson\`.
- \`objects/\` : les fichiers (documents, photos, fichiers déposés), nommés par leur empreinte SHA-256.
- \`archipel.json\` : le format, les colonnes, et ce qui n’est pas dans le fichier avec la raison.

Il contient des données personnelles (noms et adresses des membres, messages) : gardez-le comme un document confidentiel.
Il ne contient ni mot de passe, ni clé d’accès, ni lien secret. Un autre Archipel l’importe (« Plateforme », puis « Importer une communauté »).

---

This file holds the whole community "${community.name}" as it was on ${writtenAt.slice(0, 10)} at ${platform}.

- \`open/\`: the published datasets as GeoJSON (WGS 84), a folder per dataset with its record. Any map program reads them.
- \`tables/\`: configuration, members, discussions and history, one JSON object per line.
- \`layers/\`: the layers with stable identifiers, in their own CRS (geometry as hexadecimal EWKB), and all versions in \`…_history.ndjson\`.
- \`objects/\`: files (documents, photos, uploads), named by their SHA-256.
- \`archipel.json\`: format, columns, and what is not in the file, with the reason.

It contains personal data (names and addresses of members, messages): keep it as a confidential document.
It contains no password, no access key and no secret link. Another Archipel imports it ("Platform", then "Import a community").

The folder is a BagIt 1.0 bag (RFC 8493): \`manifest-sha256.txt\` lists the SHA-256 of each file.
`;
}

/** The record of a dataset, beside its open copies. */
export function datasetReadMe(dataset: LeavingDataset, layers: readonly LeavingLayer[]): string {
  const lines = [
    `# ${dataset.title}`,
    dataset.abstract,
    [
      `- licence: ${dataset.licence}`,
      dataset.contact && `- contact: ${dataset.contact}`,
      dataset.lineage && `- lineage: ${dataset.lineage.replaceAll("\n", " ")}`,
      `- visibility: ${dataset.visibility}`,
      `- identifier: ${dataset.id}`,
    ]
      .filter(Boolean)
      .join("\n"),
    ...layers.map(
      ({ name, title, fields }) =>
        `## ${title}\n\n\`${name}.geojson\`, WGS 84 (EPSG:4326)\n\n${fields.map((field) => `- \`${field.name}\`: ${field.type}`).join("\n")}`,
    ),
  ];
  return `${lines.filter(Boolean).join("\n\n")}\n`;
}
