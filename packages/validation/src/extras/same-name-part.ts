import { z } from "zod";
import { partOf } from "../model/pattern.ts";
import type { ExtraContext, ExtraRule } from "./extra.ts";
import { groupPatternSchema } from "./pattern-param.ts";

const params = z.strictObject({
  layers: groupPatternSchema.meta({
    description: "Names of layers (of files, where each holds one); the group is the part that they share",
  }),
  folder: groupPatternSchema.optional().meta({ description: "The delivery's name, whose group says the part" }),
  file: groupPatternSchema.optional().meta({ description: "The file's name without extension, whose group says the part of its layers" }),
  isLowerCase: z.boolean().optional().meta({ description: "Names of layers are in lower case" }),
});

/**
 * All layers are named after the same thing: their names share a part (`N_<part>_TRI_S_027`), which the folder or the file says, or else
 * the first of them. Layers whose name does not match at all are for other rules.
 */
export const sameNamePartRule: ExtraRule<z.infer<typeof params>> = {
  name: "same-name-part",
  params,
  run: (context, { layers, folder, file, isLowerCase }) => ({
    start() {
      const { delivery, collector } = context;
      const partOfLayer = partOf(layers);
      const partOfFile = file ? partOf(file) : null;
      let expected = folder && !delivery.isSingleFile ? partOf(folder)(delivery.name) : null;
      for (const { name, file: path, fileModel } of layersOf(context)) {
        const part = partOfLayer(name);
        if (part === null) continue;
        expected ??= partOfFile ? null : part;
        const wanted = partOfFile?.(stemOf(path)) ?? expected ?? part;
        const place = { fileModel, file: path, table: name };
        if (part.toLowerCase() !== wanted.toLowerCase())
          collector.add("name-part-differs", place, { params: { name, part, expected: wanted } });
        else if (isLowerCase && name !== name.toLowerCase())
          collector.add("name-not-lower-case", place, { params: { name, expected: name.toLowerCase() } });
      }
    },
  }),
};

function layersOf({ delivery, matched }: ExtraContext): { name: string; file: string; fileModel: string }[] {
  const models = new Map(matched.map(({ file, model }) => [file.path, model.name]));
  return delivery.tables.flatMap(({ name, file }) => {
    const fileModel = models.get(file);
    return fileModel === undefined ? [] : [{ name, file, fileModel }];
  });
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]+$/, "");
}
