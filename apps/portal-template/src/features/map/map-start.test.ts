import { expect, it } from "vitest";
import { type MapStart, MapStartData } from "./map-start.tsx";

it("is JSON that cannot end its element, whatever the address asks for", () => {
  const start: MapStart = {
    view: { lon: 2, lat: 46, zoom: 5 },
    locale: "fr",
    address: "/fr/map/data?v=1",
    isEditing: false,
    query: { q: undefined, l: "</script><script>alert(1)</script>", b: undefined, f: undefined, box: undefined, params: {}, saved: null },
  };
  const html: string = MapStartData({ start }).props.dangerouslySetInnerHTML.__html;
  expect(html).not.toContain("<");
  expect(JSON.parse(html).query.l).toBe(start.query.l);
});
