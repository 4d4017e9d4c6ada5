/** A row of the 基层政务公开标准目录. `id` is as given by the source list and never reused. */
export interface CatalogItem {
  id: string
  field: string
  level1: string
  level2: string
  elements: string[]
  basis: string[]
  timeLimit: { text: string; workingDays: number | null; calendarDays?: number }
  subject: string
  channels: string[]
  audience: string
  method: string
  levels: string[]
  /** False where the row's origin is general knowledge only: shown as such. */
  sourced: boolean
  /** How level2, level1 and field are read: syllables by spaces, one after another by `|`. Made when the catalog is published. */
  pinyin?: string
}
