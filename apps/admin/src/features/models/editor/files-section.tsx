"use client";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { type FileModel, type Presence, presences } from "@archipel/validation/model/file.ts";
import { useTranslations } from "next-intl";
import { calledIn, type Draft, freeName, withPart } from "./draft.ts";
import { useEditor, useFault } from "./editor-context.tsx";
import { FaultNote, LinesInput, NameInput, TextField, WordsInput } from "./inputs.tsx";
import { FilePatternInput, Trial } from "./pattern-inputs.tsx";
import { Rows } from "./rows.tsx";

const KINDS = ["table", "tables", "document", "metadata", "directory"] as const;
type Kind = (typeof KINDS)[number];

/** The expected files of a delivery (one, or several that share a name pattern) and its folder. */
export function FilesSection() {
  const t = useTranslations("models.editor.files");
  const { draft, change } = useEditor();
  const { files, folder } = draft.rest;
  const setFolder = (pattern: string) =>
    change(
      (now) => ({ ...now, rest: withPart(now.rest, "folder", pattern === "" ? undefined : { ...now.rest.folder, pattern }) }),
      "folder",
    );
  return (
    <div className="flex flex-col gap-6">
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      <FaultNote where="files" except={files.flatMap((file, index) => PARTS.map((part) => `${calledIn(file, index)}${part}`))} />
      <Rows
        label={t("label")}
        items={files}
        nameOf={({ name }, index) => name || t("untitled", { position: index + 1 })}
        addLabel={t("add")}
        made={(): FileModel => ({ name: "", kind: "document", path: "", presence: "required" })}
        copied={(file) => ({
          ...file,
          name: freeName(
            file.name,
            files.map(({ name }) => name),
          ),
        })}
        onChange={(next) => change((now) => ({ ...now, rest: { ...now.rest, files: next } }))}
      >
        {(file, index) => <FileFields file={file} index={index} />}
      </Rows>
      <section className="flex flex-col gap-3">
        <h2 className="text-base">{t("folder")}</h2>
        <TextField label={t("folderPattern")} where="folder.pattern" hint={t("folderHint")} value={folder?.pattern} onChange={setFolder} />
        {folder && <Trial pattern={folder.pattern} />}
      </section>
    </div>
  );
}

/** Errors that a row of the list shows at its own controls. */
const PARTS = ["", ".name", ".path", ".kind", ".presence", ".title", ".table", ".tables", ".extensions"];

function FileFields({ file, index }: { readonly file: FileModel; readonly index: number }) {
  const t = useTranslations("models.editor.files");
  const { change } = useEditor();
  const where = `files.${calledIn(file, index)}`;
  const set = (to: (draft: Draft) => FileModel, about?: string) =>
    change(
      (now) => ({ ...now, rest: { ...now.rest, files: now.rest.files.map((one, at) => (at === index ? to(now) : one)) } }),
      about && `files.${index}.${about}`,
    );
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-3">
        <NameInput
          label={t("name")}
          where={`${where}.name`}
          hint={t("nameHint")}
          value={file.name}
          onCommit={(name) => set(() => ({ ...file, name }))}
        />
        <Choice
          label={t("kind")}
          value={file.kind}
          options={KINDS}
          word={(kind) => t(`kinds.${kind}`)}
          onChoose={(kind) => set((now) => asKind(file, kind, now))}
        />
        <PresenceChoice value={file.presence} onChoose={(presence) => set(() => ({ ...file, presence }))} />
      </div>
      <FilePatternInput where={`${where}.path`} value={file.path} onChange={(path) => set(() => ({ ...file, path }), "path")} />
      {file.kind === "table" && (
        <TableChoice label={t("table")} where={where} value={file.table} onChoose={(table) => set(() => ({ ...file, table }))} />
      )}
      {file.kind === "tables" && <LayersOfFile file={file} where={where} onChange={(tables) => set(() => ({ ...file, tables }))} />}
      {file.kind === "document" && (
        <LinesInput
          label={t("extensions")}
          where={`${where}.extensions`}
          hint={t("extensionsHint")}
          value={file.extensions ?? []}
          onChange={(extensions) =>
            set(
              () =>
                withPart(
                  file,
                  "extensions",
                  extensions.map((one) => one.replace(/^\./, "").toLowerCase()),
                ),
              "extensions",
            )
          }
        />
      )}
      <details>
        <summary className="min-h-6 cursor-pointer text-accent-ink">{t("words")}</summary>
        <div className="mt-3">
          <WordsInput
            label={t("title")}
            where={`${where}.title`}
            value={file.title}
            onChange={(title) => set(() => withPart(file, "title", title), "title")}
          />
        </div>
      </details>
      <FaultNote where={where} except={["name", "path", "extensions", "title"]} />
    </>
  );
}

/** The same file as another kind; the properties that all kinds share are kept. */
function asKind({ name, path, presence, title }: FileModel, kind: Kind, { tables }: Draft): FileModel {
  const common = { name, path, presence, ...(title && { title }) };
  const table = tables.some((one) => one.name === name) ? name : (tables[0]?.name ?? "");
  if (kind === "table") return { ...common, kind, table };
  if (kind === "tables") return { ...common, kind, tables: [{ name: table, table, presence: "required" }] };
  return { ...common, kind };
}

type ManyTables = Extract<FileModel, { kind: "tables" }>;

function LayersOfFile({
  file,
  where,
  onChange,
}: {
  readonly file: ManyTables;
  readonly where: string;
  readonly onChange: (tables: ManyTables["tables"]) => void;
}) {
  const t = useTranslations("models.editor.files");
  const { draft } = useEditor();
  const table = draft.tables[0]?.name ?? "";
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium font-text">{t("layers")}</legend>
      <Rows
        label={t("layers")}
        items={file.tables}
        nameOf={({ name }) => name}
        addLabel={t("addLayer")}
        made={() => ({ name: table, table, presence: "required" as const })}
        onChange={onChange}
      >
        {(layer, index) => {
          const set = (part: Partial<typeof layer>) => onChange(file.tables.map((one, at) => (at === index ? { ...one, ...part } : one)));
          const place = `${where}.tables.${calledIn(layer, index)}`;
          return (
            <div className="grid gap-3 sm:grid-cols-3">
              <NameInput
                label={t("layerName")}
                where={`${place}.name`}
                hint={t("layerHint")}
                value={layer.name}
                onCommit={(name) => set({ name })}
              />
              <TableChoice label={t("layerTable")} where={place} value={layer.table} onChoose={(chosen) => set({ table: chosen })} />
              <PresenceChoice value={layer.presence} onChoose={(presence) => set({ presence })} />
            </div>
          );
        }}
      </Rows>
    </fieldset>
  );
}

function PresenceChoice({ value, onChoose }: { readonly value: Presence; readonly onChoose: (presence: Presence) => void }) {
  const t = useTranslations("models.editor.files");
  return <Choice label={t("presence")} value={value} options={presences} word={(one) => t(`presences.${one}`)} onChoose={onChoose} />;
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly T[];
  readonly word: (option: T) => string;
  readonly onChoose: (option: T) => void;
}

function Choice<T extends string>({ label, value, options, word, onChoose }: ChoiceProps<T>) {
  return (
    <Field label={label} className="sm:justify-end">
      {(control) => (
        <Select
          {...control}
          value={value}
          options={options.map((option) => ({ value: option, label: word(option) }))}
          onChange={(event) => onChoose(options.find((option) => option === event.target.value) ?? value)}
        />
      )}
    </Field>
  );
}

/** Cannot collide: no name of a table begins with a space. */
const NEW_TABLE = " new";

interface TableChoiceProps {
  readonly label: string;
  readonly where: string;
  readonly value: string;
  readonly onChoose: (table: string) => void;
}

/** Chooses a table of the model, or creates a new one at once. */
function TableChoice({ label, where, value, onChoose }: TableChoiceProps) {
  const t = useTranslations("models.editor.files");
  const { draft, change } = useEditor();
  const fault = useFault(where);
  const names = draft.tables.map(({ name }) => name);
  const options = [...new Set([...names, value])].filter(Boolean).map((name) => ({ value: name, label: name }));
  return (
    <Field label={label} error={fault} className="sm:max-w-96 sm:justify-end">
      {(control) => (
        <Select
          {...control}
          data-where={where}
          value={value}
          options={[
            ...(value === "" ? [{ value: "", label: t("chooseTable") }] : []),
            ...options,
            { value: NEW_TABLE, label: t("newTable") },
          ]}
          onChange={(event) => {
            if (event.target.value !== NEW_TABLE) return onChoose(event.target.value);
            const name = freeName("TABLE", names);
            change((now) => ({ ...now, tables: [...now.tables, { name, part: { fields: [] } }] }));
            onChoose(name);
          }}
        />
      )}
    </Field>
  );
}
