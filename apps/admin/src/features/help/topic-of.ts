/** The help topic of each page, the more specific patterns first. */
const TOPICS: readonly (readonly [screen: RegExp, topic: string])[] = [
  [/^\/c\/[^/]+\/reports/, "treat-reports"],
  [/^\/c\/[^/]+\/contributions/, "review-contributions"],
  [/^\/c\/[^/]+\/(models|uploads\/[^/]+\/checks)/, "check-a-delivery"],
  [/^\/c\/[^/]+\/(uploads|datasets|bin)/, "publish-data"],
  [/^\/c\/[^/]+\/(processings|jobs)/, "process-layers"],
  [/^\/c\/[^/]+\/portals\/[^/]+\/answers/, "write-answers"],
  [/^\/c\/[^/]+\/portals\/[^/]+\/site\/alerts\//, "write-news-and-alerts"],
  [/^\/c\/[^/]+\/(portals\/[^/]+\/)?site(\/|$)/, "write-the-site"],
  [/^\/c\/[^/]+\/portals/, "open-a-portal"],
  [/^\/(closed|c\/[^/]+\/life)/, "leave-or-close"],
  [/^\/c\/[^/]+\/labels/, "quality"],
  [/^\/c\/[^/]+\/(members|keys|audit|settings)/, "gather-members"],
  [/^\/(c\/[^/]+\/)?organisations/, "join-an-organisation"],
  [/^\/c\/[^/]+\/groups/, "open-a-part"],
  [/^\/account/, "account"],
];

/** The help topic of some tabs of a dataset's page, and of a portal's site. */
const SITE_TABS = ["news", "alerts"];
const TABS: Readonly<Record<string, string>> = { contributions: "history", quality: "quality", rights: "open-a-part" };

/** The help topic of a page; undefined when only the list of topics applies. */
export function topicOf(pathname: string, tab: string | null = null): string | undefined {
  if (tab !== null && TABS[tab] && /^\/c\/[^/]+\/datasets\/[^/]+$/.test(pathname)) return TABS[tab];
  if (tab !== null && SITE_TABS.includes(tab) && /^\/c\/[^/]+\/portals\/[^/]+\/site$/.test(pathname)) return "write-news-and-alerts";
  return TOPICS.find(([screen]) => screen.test(pathname))?.[1];
}
