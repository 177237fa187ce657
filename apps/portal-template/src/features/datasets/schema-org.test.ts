import type { Dataset } from "@archipel/contracts/datasets.ts";
import { describe, expect, it } from "vitest";
import { scriptJson } from "../site/script-json.ts";
import { structuredData } from "./schema-org.ts";

const dataset: Dataset = {
  id: "01a22279-d741-756e-b487-960ccff340ee",
  slug: "puits",
  title: "Puits </script><b>",
  language: "fr",
  abstract: "",
  licence: "etalab-2.0",
  topic: "other",
  keywords: ["eau"],
  isSynthetic: false,
  visibility: "public",
  isShared: false,
  status: "published",
  bbox: [1, 2, 3, 4],
  communityId: "01a22279-d741-756e-b487-960ccff340ee" as Dataset["communityId"],
  communityName: "Commune",
  layerCount: 0,
  featureCount: 0,
  attachmentCount: 0,
  updatedAt: new Date("2026-01-02T00:00:00Z"),
  contactName: "",
  contactEmail: "",
  updateFrequency: "unknown",
  lineage: "",
  identifier: "",
  constraints: "",
  contacts: [],
  scale: null,
  resolution: null,
  producedOn: "",
  revisedOn: "",
  publishedAt: null,
  layers: [],
};
const where = { origin: "https://a.example", portalName: "Portail", locale: "fr" } as const;

describe("the structured data of a dataset", () => {
  it("say in schema.org's words what the page says", () => {
    expect(structuredData(dataset, where)).toMatchObject({
      "@type": "Dataset",
      url: "https://a.example/fr/catalogue/puits",
      description: "Puits </script><b>",
      spatialCoverage: { geo: { box: "2 1 4 3" } },
      dateModified: "2026-01-02T00:00:00.000Z",
    });
    expect(scriptJson(structuredData(dataset, where) ?? {})).not.toContain("<");
  });

  it("are not written for data that only members see", () => {
    expect(structuredData({ ...dataset, visibility: "members" }, where)).toBeNull();
  });
});
