/**
 * The sorts of personal data that are known by the words of a name and the shape of cells, in the order in which they are
 * tried. Words: English, German, French, Spanish, Italian, Dutch. A sort whose shape is plain (an address of mail, a
 * number with its check digit) needs no name; weak shapes do.
 */
import type { PersonalSort } from '../table/inference.ts';
import { isCard, isIban, isUncheckedNational, NATIONAL_RULES } from './check-digits.ts';

export type Test = (text: string) => boolean;
export type Rule = Readonly<{
  sort: PersonalSort;
  /** Neighbouring words of a name written together, without accents and little words. */
  words: string;
  /** Enough without a name. */
  plain?: readonly Test[];
  /** Enough with one. */
  weak?: readonly Test[];
  /** Fewer distinct values than these are no evidence without a name. */
  least?: number;
  /** Of a column with few values it says nothing: a licence has an address on the web, too. */
  isTold?: boolean;
}>;

/** So many numbers do not pass a check by chance. */
export const CHECKED_LEVELS = 5;

const matches =
  (pattern: RegExp): Test =>
  (text) =>
    pattern.test(text);
/** Blanks, dots and dashes do not count. */
const bare =
  (test: Test): Test =>
  (text) =>
    text.length <= 45 && test(text.replace(/[ .-]/g, '').toUpperCase());
const hasDigits = (least: number, most: number, pattern: RegExp): Test => {
  return (text) => {
    const digits = text.replace(/\D/g, '').length;
    return digits >= least && digits <= most && pattern.test(text);
  };
};

const STREET =
  /(?:\d.*\s(?:street|st|avenue|ave|road|rd|lane|drive|dr|boulevard|blvd)\b|(?:^|\d,? )(?:rue|avenue|calle|avenida|plaza|via|viale|piazza)\s.*\p{L}|(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|straat|laan|plein)\s+\d)/iu;
/** Letters alone, a few marks of names between them; not all small beside capitals. */
const WORDS = /^\p{L}[\p{L}\p{M}'’.-]*(?:,? [\p{L}("'’][\p{L}\p{M}.'’()"/-]*)*$/u;
const isCapital = matches(/(?:^|\s)\p{Lu}/u);
const isSmall = matches(/^[^\p{Lu}]+$/u);
const isName: Test = (text) => text.length <= 100 && WORDS.test(text) && (isCapital(text) || isSmall(text));
export const isFullName: Test = (text) => isName(text) && text.includes(' ');

export const RULES: readonly Rule[] = [
  {
    sort: 'email',
    words: 'email mail emailaddress mailadresse courriel',
    plain: [matches(/^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/)],
  },
  {
    sort: 'url',
    words: 'url website homepage webseite',
    plain: [matches(/^(?:(?:https?|ftp):\/\/|www\.)\S+$/i)],
    isTold: true,
  },
  {
    sort: 'uuid',
    words: 'uuid guid',
    plain: [matches(/^\{?[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\}?$/i)],
    isTold: true,
  },
  { sort: 'mac', words: 'mac macaddress', plain: [matches(/^[\da-f]{2}([:-])(?:[\da-f]{2}\1){4}[\da-f]{2}$/i)] },
  {
    sort: 'ip',
    words: 'ip ipaddress ipv4 ipv6',
    plain: [
      matches(/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|$)){4}$/),
      matches(/^(?=.*::|(?:[^:]+:){7})(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}$/i),
    ],
  },
  { sort: 'iban', words: 'iban ibannumber bankaccount kontonummer', plain: [bare(isIban)] },
  {
    sort: 'card',
    words:
      'creditcard cardnumber creditcardnumber ccnumber kreditkarte kreditkartennummer cartecredit tarjetacredito cartacredito',
    plain: [bare(isCard)],
    least: CHECKED_LEVELS,
  },
  {
    sort: 'national-number',
    words:
      'ssn socialsecurity socialsecuritynumber nino nationalinsurance nhsnumber nhs bsn burgerservicenummer sofinummer steuerid steuernummer idnr sozialversicherungsnummer nir securitesociale dni nie nif codicefiscale pesel nationalid nationalnumber',
    plain: [...NATIONAL_RULES.map(bare), (text) => /^\d{3}-\d\d-\d{4}$/.test(text) && bare(isUncheckedNational)(text)],
    weak: [bare(isUncheckedNational)],
    least: CHECKED_LEVELS,
  },
  {
    sort: 'phone',
    words:
      'phone phonenumber telephone telephonenumber tel telefon telefonnummer telefono telefoon telefoonnummer mobile mobilephone mobil mobilnummer handy handynummer rufnummer fax faxnumber cellphone cellulare movil portable gsm',
    plain: [
      hasDigits(8, 15, /^\+[1-9][\d ()./-]{6,24}$/),
      matches(/^(?:1[ .-]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}$/),
    ],
    weak: [hasDigits(6, 15, /^[+(]?[\d ()./-]{6,24}$/)],
    least: CHECKED_LEVELS,
  },
  {
    sort: 'street',
    words:
      'street streetaddress address homeaddress adresse anschrift strasse hausanschrift direccion calle indirizzo adres straat rue via',
    plain: [matches(STREET)],
    weak: [matches(/\p{L}{3}.*\s.*\d|\d.*\s.*\p{L}{3}/u)],
    least: CHECKED_LEVELS,
  },
  {
    sort: 'birth-date',
    words:
      'dob birthdate datebirth birthday geburtsdatum geburtstag gebdatum gebdat datenaissance ddn fechanacimiento datanascita geboortedatum birthyear yearbirth geburtsjahr anneenaissance anonacimiento annonascita geboortejaar',
    weak: [matches(/^\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}\.?$/)],
  },
  {
    sort: 'postal-code',
    words: 'zip zipcode postcode postalcode postal plz postleitzahl codepostal codigopostal codicepostale cap',
    plain: [
      matches(/^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/),
      matches(/^[1-9]\d{3} [A-Z]{2}$/),
      matches(/^[A-CEGHJ-NPR-TVXY]\d[A-Z] \d[A-Z]\d$/),
      matches(/^\d{5}-\d{4}$/),
    ],
    weak: [hasDigits(2, 9, /^[A-Z\d][A-Z\d -]{2,9}$/i)],
    least: CHECKED_LEVELS,
  },
  {
    sort: 'coordinates',
    words:
      'lat latitude lon lng long longitude latitud longitud latitudine longitudine breitengrad laengengrad langengrad breedtegraad lengtegraad coordinates coordinate koordinaten coordonnees coordenadas coordinate coordinaten',
    plain: [matches(/^(?:POINT ?)?\(?-?\d{1,3}\.\d{3,}[,; ] ?-?\d{1,3}\.\d{3,}\)?$/i)],
  },
  {
    sort: 'name',
    words:
      'firstname lastname surname forename givenname familyname fullname middlename maidenname personname patientname customername clientname employeename studentname passengername contactname ownername vorname nachname familienname zuname kundenname prenom nomfamille apellido apellidos nombrecompleto cognome voornaam achternaam',
    weak: [isName],
  },
];
