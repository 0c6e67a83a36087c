/**
 * What the columns of ugly files hold, written from the files and from what people mean by such cells: kinds, formats,
 * values of chosen cells, and what must be asked. `told` of a column are all its questions and warnings.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ReadingChoices } from '../../src/core/recipe.ts';
import type { Column } from '../../src/core/table/column.ts';
import { cellText, readBytes } from '../helpers/reading.ts';

type Wanted = Readonly<{
  kind?: Column['kind'];
  shape?: string;
  format?: string;
  decimals?: number;
  missing?: number;
  /** By row, from 0: numbers as they are in JavaScript, moments as ISO texts. */
  cells?: Readonly<Record<number, string | number>>;
  told?: readonly string[];
}>;

const SURE: readonly string[] = [];
const text = (cells: NonNullable<Wanted['cells']>, told = SURE): Wanted => ({ cells, told });
const mixed = (cells: NonNullable<Wanted['cells']>): Wanted => ({ cells, told: ['mixed-formats'] });
const moment = (shape: string, format: string, cells: NonNullable<Wanted['cells']>): Wanted => ({
  kind: 'datetime',
  shape,
  format,
  cells,
  told: SURE,
});

const files: [name: string, columns: Readonly<Record<string, Wanted>>, choices?: ReadingChoices][] = [
  ['fric__leading-zeros.csv', { value: text({ 0: '01', 1: '002', 2: '00003' }) }],
  [
    'duck__leading_zeros2.csv',
    {
      comune: text({ 0: '030151360', 2: '020040580' }),
      codice_regione: text({ 0: '03', 2: '02' }),
      codice_provincia: text({ 0: '015' }),
      codice_comune: text({ 1: '0530', 4: '0090' }),
      data_entrata_in_carica: moment('date', 'dd/MM/yyyy', { 0: '2021-10-13', 1: '2021-10-04', 3: '2021-10-04' }),
    },
  ],
  ['qsv__buses.csv', { id: text({ 0: '001', 4: '005' }), air_conditioner: { shape: 'boolean', cells: { 3: 'false' } } }],
  ['duck__big_number.csv', { bignumber: text({ 0: '82544000000000707.52' }, ['digits-lost']) }],
  ['duck__phonenumbers.csv', { phone: text({ 0: '+318855443322', 2: '+12233445567' }) }],
  [
    'duck__decimal_separators__decimal_separators.csv',
    {
      commas: { kind: 'numeric', cells: { 0: 1.1, 1: 0.25, 2: 15_300, 3: 15_300, 4: -15_300 }, told: SURE },
      periods: { kind: 'numeric', cells: { 0: 1.1, 1: 0.25, 2: 15_300, 3: 15_300, 4: -15_300 }, told: SURE },
    },
  ],
  [
    'duck__comma_decimal_null.csv',
    {
      FINANZ_UE: { kind: 'numeric', decimals: 2, missing: 6, cells: { 6: 149_920 }, told: SURE },
      TOT_PAGAMENTI: { kind: 'numeric', decimals: 2, cells: { 0: 71_000_170.9, 5: 302_612 }, told: SURE },
      REALIZZATO_INDICATORE_1: { kind: 'numeric', cells: { 0: 1.42, 5: 289_606.8 }, told: SURE },
      OC_DATA_INIZIO_PROGETTO: moment('date', 'yyyyMMdd', { 0: '2006-05-02', 2: '2018-01-01' }),
      OC_DATA_FINE_PROGETTO_EFFETTIVA: { kind: 'datetime', format: 'yyyyMMdd' },
    },
  ],
  [
    'qsv__progetti_sample_10.csv',
    {
      FINANZ_UE: { kind: 'numeric', decimals: 2, cells: { 0: 6_328_008.44, 9: 6_416.62 }, told: SURE },
      FINANZ_TOTALE_PUBBLICO: { kind: 'numeric', cells: { 5: 188_755_343.66 }, told: SURE },
      OC_DATA_INIZIO_PROGETTO: moment('date', 'yyyyMMdd', { 0: '2021-04-01', 9: '2014-12-12' }),
      DATA_AGGIORNAMENTO: moment('date', 'yyyyMMdd', { 0: '2024-02-29' }),
      OC_COD_FORMA_GIU_PROGRAMMATORE: text({ 0: '2.2.20', 9: '2.4.10' }),
      COD_COMUNE: text({ 1: '002007003' }),
    },
  ],
  [
    'messy__weird_head_padding.csv',
    {
      '1993': { kind: 'numeric', cells: { 1: 379, 7: 1613 }, told: ['decimal-mark-unsure', 'marks-merged'] },
      '2010': { kind: 'numeric', decimals: 0, missing: 12, cells: { 1: 733, 7: 2590 } },
    },
  ],
  ['duck__double_trouble.csv', { number: { told: ['decimal-mark-unsure'] } }],
  [
    'fric__issue-825.csv',
    {
      '2011': text({ 0: '23.824', 1: 'in restauro' }, ['decimal-mark-unsure']),
      '2010': text({ 0: '17.518' }, ['decimal-mark-unsure']),
    },
  ],
  ['duck__mixed_decimal.csv', { B: mixed({ 0: '5,5', 2: '5', 3: '5.555' }) }],
  // As a file of one column, which it is: its one name has no delimiter.
  [
    'duck__decimal_separators__mixed_format_fail.csv',
    { foo: mixed({ 0: '12,5', 1: '145,00', 2: '5.25' }) },
    { delimiter: '', header: true },
  ],
  ['duck__rejects__flush.csv', { number: mixed({ 0: 'not-a-number', 1: '-26,9568', 4: '33.4386,00', 6: '-21060000' }) }],
  [
    'fric__number__number-test.csv',
    Object.fromEntries(
      ['number', 'minimum', 'maximum', 'enum'].map((name) => [
        name,
        { cells: { 1: 'INF', 3: '-1', 7: '-0', 8: '95%' }, told: ['codes-maybe-missing', 'mixed-formats'] },
      ]),
    ),
  ],
  ['duck__date_specificity.csv', { a: mixed({ 0: '0.00', 1: '12/17/2019' }) }],
  ['duck__mixed_dates.csv', { B: mixed({ 0: '2024-03-08', 2: '03/10/2024' }) }],
  [
    'fric__issue-1138.csv',
    { 'Zeit [MEZ]': mixed({ 0: '09.07.2013 12:00:00', 1: '10.07.2013' }), Wasserstand: { kind: 'numeric', cells: { 0: 146 } } },
  ],
  [
    'duck__error__mixedtypes.csv',
    { i: { kind: 'numeric', shape: 'integer', missing: 100, cells: { 0: 0, 9: 9 }, told: ['codes-maybe-missing'] } },
  ],
  ['duck__big_not_bool.csv', { column_1: { kind: 'categorical', shape: 'category', cells: { 0: 'T', 2449: 'gluglu ieie' } } }],
  [
    'duck__auto__large_mixed_data.csv',
    {
      mixed_string: { kind: 'categorical', cells: { 0: '1', 9001: 'TEST' }, told: SURE },
      mixed_double: { kind: 'numeric', shape: 'decimal', decimals: 1, cells: { 0: 1, 9001: 3.5 }, told: SURE },
    },
  ],
  [
    'duck__auto__time_date_timestamp_dd-mm-yyyy.csv',
    {
      t: moment('time', 'HH:mm:ss', { 1: '1970-01-01T14:15:30' }),
      d: moment('date', 'dd-MM-yyyy', { 1: '2002-02-02', 2: '2004-12-13' }),
      ts: moment('date-time', 'dd-MM-yyyy HH:mm:ss', { 2: '2004-12-13T15:16:00' }),
    },
  ],
  [
    'duck__auto__time_date_timestamp_mm-dd-yyyy.csv',
    {
      d: moment('date', 'MM-dd-yyyy', { 2: '2004-12-13' }),
      ts: moment('date-time', 'MM-dd-yyyy hh:mm:ss a', { 0: '2000-01-01T00:12:00', 2: '2004-12-13T15:16:00' }),
    },
  ],
  [
    'duck__auto__time_date_timestamp_yy.mm.dd.csv',
    {
      d: moment('date', 'yy.MM.dd', { 0: '1990-01-01', 2: '2004-12-13' }),
      ts: moment('date-time', 'yy.MM.dd HH:mm:ss', { 0: '1990-01-01T00:12:00' }),
    },
  ],
  [
    'qsv__boston311-dmy-100.csv',
    {
      open_dt: moment('date-time', 'dd/MM/yyyy HH:mm:ss', { 0: '2022-01-21T13:47:00', 3: '2022-01-08T12:54:49' }),
      target_dt: moment('date-time', 'dd/MM/yyyy HH:mm:ss', { 0: '2022-02-04T13:47:30', 3: '2022-01-11T08:30:00' }),
      closed_dt: moment('date-time', 'dd/MM/yyyy HH:mm:ss', { 1: '2022-01-19T11:42:16' }),
    },
  ],
  ['qsv__House.csv', { date: moment('date-time', "yyyyMMdd'T'HHmmss", { 0: '2015-03-11' }) }],
  ['duck__dateformat__not_working.csv', { FILING_DATE: moment('date', 'dd-MMM{upper}-yyyy', { 0: '2023-10-31' }) }],
  ['duck__dates_special_format.csv', { column_1: moment('date', 'MMM d, yyyy', { 0: '2022-12-08', 1: '2022-09-26' }) }, { header: false }],
  ['duck__special_date.csv', { d: moment('date', 'yyyy.MM.dd', { 2: '2004-12-13' }) }],
  ['clever__airedale.csv', { 'Payment Date': { kind: 'datetime', format: 'dd/MM/yyyy', told: SURE } }],
  ['fric__timezone.csv', { datetime: mixed({ 0: '2020-01-01T15:00:00', 2: '2020-01-01T15:00:00+03:00' }) }],
];

test.each(files)('%s', async (name, wanted, choices = {}) => {
  const bytes = readFileSync(new URL(`./ugly/${encodeURIComponent(name)}`, import.meta.url));
  const { table, inferences, notices } = await readBytes(bytes, choices);
  for (const [column, { kind, shape, format, decimals, missing, cells = {}, told }] of Object.entries(wanted)) {
    const index = table.columns.findIndex((each) => each.name === column);
    expect(index, column).toBeGreaterThanOrEqual(0);
    const found = table.columns[index]!;
    const asked = notices.filter(({ place, severity }) => place.column === column && severity !== 'note');
    expect({
      column,
      ...(kind && { kind: found.kind }),
      ...(shape && { shape: inferences[index]!.shape }),
      ...(format && { format: found.kind === 'datetime' && found.format }),
      ...(decimals !== undefined && { decimals: found.kind === 'numeric' && found.decimals }),
      ...(missing !== undefined && { missing: inferences[index]!.reason.missing }),
      cells: Object.fromEntries(Object.keys(cells).map((row) => [row, cellOf(found, Number(row))])),
      ...(told && { told: asked.map(({ code }) => code).sort() }),
    }).toEqual({
      column,
      ...(kind && { kind }),
      ...(shape && { shape }),
      ...(format && { format }),
      ...(decimals !== undefined && { decimals }),
      ...(missing !== undefined && { missing }),
      cells: Object.fromEntries(Object.entries(cells).map(([row, cell]) => [row, momentOf(found, cell)])),
      ...(told && { told: [...told].sort() }),
    });
  }
});

function cellOf(column: Column, row: number): string | number {
  if (column.kind === 'numeric') return column.values[row]!;
  return column.kind === 'datetime' ? column.epochMs[row]! : cellText(column, row);
}

function momentOf(column: Column, cell: string | number): string | number {
  if (column.kind !== 'datetime') return cell;
  return Date.parse(String(cell).includes('T') ? `${cell}Z` : String(cell));
}
