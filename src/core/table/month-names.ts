/** Names of months in the languages that tables are written in, long and short, in three cases. */

const LANGUAGES: Readonly<Record<string, readonly [long: string, short: string]>> = {
  en: [
    'January February March April May June July August September October November December',
    'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec',
  ],
  de: [
    'Januar Februar März April Mai Juni Juli August September Oktober November Dezember',
    'Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez',
  ],
  fr: [
    'Janvier Février Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre Décembre',
    'Janv Févr Mars Avr Mai Juin Juil Août Sept Oct Nov Déc',
  ],
  es: [
    'Enero Febrero Marzo Abril Mayo Junio Julio Agosto Septiembre Octubre Noviembre Diciembre',
    'Ene Feb Mar Abr May Jun Jul Ago Sep Oct Nov Dic',
  ],
  it: [
    'Gennaio Febbraio Marzo Aprile Maggio Giugno Luglio Agosto Settembre Ottobre Novembre Dicembre',
    'Gen Feb Mar Apr Mag Giu Lug Ago Set Ott Nov Dic',
  ],
  nl: [
    'Januari Februari Maart April Mei Juni Juli Augustus September Oktober November December',
    'Jan Feb Mrt Apr Mei Jun Jul Aug Sep Okt Nov Dec',
  ],
};

/** The tokens of all names of months that are spelled so: `MMM`, `MMMM{de upper}`. English first. */
export function monthTokens(name: string): readonly string[] {
  const isLower = name === name.toLowerCase();
  const letterCase = isLower ? 'lower' : name === name.toUpperCase() ? 'upper' : '';
  return Object.entries(LANGUAGES).flatMap(([language, lists]) =>
    lists.flatMap((_, list) => {
      if (!monthNames(language, list, letterCase).includes(name)) return [];
      const habits = [language === 'en' ? '' : language, letterCase].filter((habit) => habit !== '').join(' ');
      return [`${list === 0 ? 'MMMM' : 'MMM'}${habits === '' ? '' : `{${habits}}`}`];
    }),
  );
}

/** January first. `list` 0: long; `letterCase`: lower, upper, or with a capital. */
export function monthNames(language: string, list: number, letterCase: string): readonly string[] {
  const names = LANGUAGES[language]![list]!;
  return (letterCase === 'upper' ? names.toUpperCase() : letterCase === 'lower' ? names.toLowerCase() : names).split(
    ' ',
  );
}

export function isLanguage(word: string): boolean {
  return word in LANGUAGES;
}
