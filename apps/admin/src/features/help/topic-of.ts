/** Which topic of the help speaks of which screens, the more exact first. */
const TOPICS: readonly (readonly [screen: RegExp, topic: string])[] = [
  [/^\/c\/[^/]+\/reports/, "treat-reports"],
  [/^\/c\/[^/]+\/contributions/, "review-contributions"],
  [/^\/c\/[^/]+\/(models|uploads\/[^/]+\/checks)/, "check-a-delivery"],
  [/^\/c\/[^/]+\/(uploads|datasets)/, "publish-data"],
  [/^\/c\/[^/]+\/(processings|jobs)/, "process-layers"],
  [/^\/c\/[^/]+\/portals/, "open-a-portal"],
  [/^\/c\/[^/]+\/labels/, "quality"],
  [/^\/c\/[^/]+\/(members|keys|audit|settings)/, "gather-members"],
  [/^\/account/, "account"],
];

/** What some tabs of a dataset's page are about. */
const TABS: Readonly<Record<string, string>> = { contributions: "history", quality: "quality" };

/** The topic that helps on a screen; undefined where only the list of topics does. */
export function topicOf(pathname: string, tab: string | null = null): string | undefined {
  if (tab !== null && TABS[tab] && /^\/c\/[^/]+\/datasets\/[^/]+$/.test(pathname)) return TABS[tab];
  return TOPICS.find(([screen]) => screen.test(pathname))?.[1];
}
