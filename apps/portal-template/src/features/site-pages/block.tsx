import type { Block, BlockType } from "@archipel/blocks/blocks.ts";
import type { ComponentType } from "react";
import { Agenda } from "./blocks/agenda.tsx";
import { Alerts } from "./blocks/alerts.tsx";
import { Answer } from "./blocks/answer.tsx";
import { Call } from "./blocks/call.tsx";
import { Cards } from "./blocks/cards.tsx";
import { Chart } from "./blocks/chart.tsx";
import { Contact } from "./blocks/contact.tsx";
import { Coverage } from "./blocks/coverage.tsx";
import { Datasets } from "./blocks/datasets.tsx";
import { Faq } from "./blocks/faq.tsx";
import { Figures } from "./blocks/figures.tsx";
import { Legend } from "./blocks/legend.tsx";
import { LiveMap } from "./blocks/map.tsx";
import { News } from "./blocks/news.tsx";
import { Partners } from "./blocks/partners.tsx";
import { PictureBlock } from "./blocks/picture.tsx";
import { ReportCall } from "./blocks/report.tsx";
import { Search } from "./blocks/search.tsx";
import { Steps } from "./blocks/steps.tsx";
import { Story } from "./blocks/story.tsx";
import { TypedTable } from "./blocks/table.tsx";
import { Territory } from "./blocks/territory.tsx";
import { Text } from "./blocks/text.tsx";
import { Video } from "./blocks/video.tsx";
import { Hero } from "./hero/hero.tsx";
import type { BlockProps, BlockWorld } from "./world.ts";

/** The component of each kind of block. */
const COMPONENTS: { readonly [Type in BlockType]: ComponentType<BlockProps<Type>> } = {
  hero: Hero,
  search: Search,
  answer: Answer,
  territory: Territory,
  cards: Cards,
  call: Call,
  report: ReportCall,
  text: Text,
  picture: PictureBlock,
  video: Video,
  steps: Steps,
  faq: Faq,
  table: TypedTable,
  partners: Partners,
  contact: Contact,
  agenda: Agenda,
  map: LiveMap,
  story: Story,
  figures: Figures,
  datasets: Datasets,
  coverage: Coverage,
  legend: Legend,
  chart: Chart,
  news: News,
  alerts: Alerts,
};

/** One block of a page. Its address in the page is its id, for links of editors. */
export function BlockView({ block, world }: { readonly block: Block; readonly world: BlockWorld }) {
  const Component = COMPONENTS[block.type] as ComponentType<{ readonly block: Block; readonly world: BlockWorld }>;
  return <Component block={block} world={world} />;
}
