import { TakePanel, type TakePanelProps } from "./take-panel.tsx";

/** The tab of the viewer. `turn` differs for an outline that comes from elsewhere: the form begins with it. It shares its outline with the report, so that both can be about the same place. */
export function takeTab(label: string, props: TakePanelProps, turn: number) {
  // What is chosen stays while one looks at the colours.
  return { value: "take", label, isKept: true, content: <TakePanel key={turn} {...props} /> };
}
