"use client";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PageHeader } from "../../kit/page-header.tsx";
import { AuditList } from "./audit-list.tsx";

const SUBJECTS = [
  "dataset",
  "layer",
  "upload",
  "domain",
  "map",
  "model",
  "contribution",
  "report",
  "label",
  "rating",
  "portal",
  "member",
  "group",
  "key",
  "community",
  "job",
] as const;

export function AuditPage() {
  const t = useTranslations("admin");
  const [subject, setSubject] = useState("");
  return (
    <>
      <PageHeader
        title={t("nav.audit")}
        lead={t("audit.lead")}
        actions={
          <Field label={t("audit.filter")} isLabelHidden>
            {(control) => (
              <Select
                {...control}
                value={subject}
                options={[
                  { value: "", label: t("audit.all") },
                  ...SUBJECTS.map((value) => ({ value, label: t(`audit.subjects.${value}`) })),
                ]}
                onChange={(event) => setSubject(event.target.value)}
              />
            )}
          </Field>
        }
      />
      <AuditList key={subject} {...(subject && { resourceType: subject })} />
    </>
  );
}
