/** The properties of a page below `/c/<community>`. */
export interface CommunityPageProps {
  readonly params: Promise<{ readonly community: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;
}

/** The query of a page's address, as the browser reads it: the first value of each name. */
export async function queryOf(searchParams: CommunityPageProps["searchParams"]): Promise<URLSearchParams> {
  const given = Object.entries(await searchParams).flatMap(([name, value]) => {
    const first = typeof value === "string" ? value : value?.[0];
    return first === undefined ? [] : [[name, first]];
  });
  return new URLSearchParams(given);
}
