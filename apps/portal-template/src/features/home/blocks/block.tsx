import type { CataloguePage } from "@archipel/contracts/dataset-catalogue.ts";
import type { HomeBlock } from "@archipel/theme/content.ts";
import type { Site } from "../../site/loaders.ts";
import { AlertsBlock } from "./alerts-block.tsx";
import { CoverageBlock } from "./coverage-block.tsx";
import { DocumentsBlock } from "./documents-block.tsx";
import { DownloadsBlock } from "./downloads-block.tsx";
import { FamiliesBlock } from "./families-block.tsx";
import { FiguresBlock } from "./figures-block.tsx";
import { LegendBlock } from "./legend-block.tsx";
import { NewsBlock } from "./news-block.tsx";
import { StepsBlock } from "./steps-block.tsx";
import { TerritoryBlock } from "./territory-block.tsx";
import { TextBlock } from "./text-block.tsx";

export interface BlockProps<K extends HomeBlock["kind"]> {
  readonly block: Extract<HomeBlock, { kind: K }>;
  readonly site: Site;
  readonly catalogue: CataloguePage;
}

/** One block of a home page; each kind has its own composition. */
export function Block({ block, ...world }: { readonly block: HomeBlock } & Omit<BlockProps<"text">, "block">) {
  switch (block.kind) {
    case "territory":
      return <TerritoryBlock block={block} {...world} />;
    case "documents":
      return <DocumentsBlock block={block} {...world} />;
    case "legend":
      return <LegendBlock block={block} {...world} />;
    case "families":
      return <FamiliesBlock block={block} {...world} />;
    case "alerts":
      return <AlertsBlock block={block} {...world} />;
    case "steps":
      return <StepsBlock block={block} {...world} />;
    case "figures":
      return <FiguresBlock block={block} {...world} />;
    case "coverage":
      return <CoverageBlock block={block} {...world} />;
    case "downloads":
      return <DownloadsBlock block={block} {...world} />;
    case "news":
      return <NewsBlock block={block} {...world} />;
    case "text":
      return <TextBlock block={block} {...world} />;
  }
}
