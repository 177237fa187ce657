import type { LayerRight } from "@archipel/contracts/contributions.ts";
import type { PortalLayer } from "@archipel/contracts/portals.ts";
import { CheckStep } from "./check-step.tsx";
import { EditStep } from "./edit-step.tsx";
import { PhotoStart } from "./photo-start.tsx";
import { PlaceStep } from "./place-step.tsx";
import type { ReportPage } from "./report-panel.tsx";
import type { Report } from "./use-report.ts";
import type { SketchKind } from "./use-sketching.ts";
import { WordsStep } from "./words-step.tsx";

interface FormStepProps {
  readonly page: ReportPage;
  readonly report: Report;
  /** The layer of the feature that the report is about. */
  readonly edited: { readonly layer: PortalLayer; readonly right: LayerRight } | undefined;
  readonly sketching: { readonly kind: SketchKind | null; readonly onChange: (kind: SketchKind | null) => void };
  readonly reshaping: { readonly isOn: boolean; readonly onChange: (isOn: boolean) => void };
}

/** The fields of the form's current step. */
export function FormStep({ page, report, edited, sketching, reshaping }: FormStepProps) {
  const { reporting, layers, locale, isSignedIn, handle, colours } = page;
  const { draft, change, step, faults } = report;
  if (step === "place") {
    return (
      <div className="grid gap-4">
        {sketching.kind === null && (
          <PhotoStart
            files={draft.files}
            limits={reporting.limits}
            onPhotos={(files, place) => {
              change((last) => ({ ...last, files: [...last.files, ...files], place: place ?? last.place }));
              if (place) handle.flyTo({ ...place, zoom: 17 });
            }}
          />
        )}
        <PlaceStep
          draft={draft}
          handle={handle}
          colours={colours}
          sketching={sketching.kind}
          onSketching={sketching.onChange}
          isMissing={faults.place}
          onPlace={(place) => change((last) => ({ ...last, place }))}
          onMarks={(changed) => change((last) => ({ ...last, marks: changed(last.marks) }))}
        />
      </div>
    );
  }
  if (step === "words") return <WordsStep draft={draft} reporting={reporting} locale={locale} faults={faults} onChange={change} />;
  if (step === "edit") {
    return edited && draft.feature ? (
      <EditStep
        {...edited}
        feature={draft.feature}
        change={draft.change}
        map={{ handle, colours }}
        reshaping={reshaping}
        onChange={(changed) => change((last) => ({ ...last, change: changed(last.change) }))}
      />
    ) : null;
  }
  return (
    <CheckStep
      draft={draft}
      reporting={reporting}
      fields={layers.find(({ id }) => id === draft.feature?.layerId)?.fields ?? []}
      locale={locale}
      isSignedIn={isSignedIn}
      isEmailWrong={faults.email}
      onEmail={(email) => change((last) => ({ ...last, email }))}
      onStep={report.go}
    />
  );
}
