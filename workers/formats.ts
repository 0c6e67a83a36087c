/** The formats beside delimited text, as the worker of tables and the batch command hand them on. */
import { readJson } from '../src/core/formats/read-json.ts';
import { writeJsonBytes } from '../src/core/formats/write-json.ts';
import { readParquet, writeParquet } from './parquet.ts';
import type { MoreFormats } from './tables.ts';
import { readWorkbook, writeWorkbook } from './workbook.ts';

export const formats: MoreFormats = {
  json: { read: readJson, write: writeJsonBytes },
  parquet: { read: readParquet, write: writeParquet },
  workbook: { read: readWorkbook, write: writeWorkbook },
};
