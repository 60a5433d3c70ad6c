// Names that people have or make up: all scripts, all lengths, markup, directions of writing. A page must show each as it is.

/** As long as a name may be, without a place to break it. */
export const LONG_NAME = 'Wilhelmina'.repeat(6)

export const NAMES = [
  'ليلى بنت الحسن',
  'דנה לוי-כהן',
  '山田 花子',
  'Оксана Шевченко',
  'अनुष्का त्रिपाठी',
  'สมชาย ใจดี',
  'Nguyễn Thị Minh Khai',
  '<b>Bold</b> & "Co" <script>',
  LONG_NAME,
  '🌻 Sunny 🏳️‍🌈',
  // Overrides the direction of what follows.
  '\u202Eemit ni ti pots',
  'Þórdís Ægisdóttir',
  "O'Brien",
  'Ωμέγα',
  '김민준',
  'A',
] as const

/** 120 bytes, the longest name of a town. */
export const LONG_TOWN = `${'Straße-der-langen-Namen-'.repeat(4)}am-Ende-der-Welt-123`
export const MARKUP_TOWN = '<h1>Mill</h1> & "Lane"'
export const RIGHT_TO_LEFT_TOWN = 'حي الياسمين 24'
/** 120 characters, the longest title of a gig. */
export const LONG_TITLE = `${'Donaudampfschifffahrtsgesellschaftskapitänsmütze'.repeat(2)} reparieren, bald bitte!`
