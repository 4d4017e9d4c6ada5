/** An exact decimal as text, canonical: no leading `+`, no leading or trailing zeros but one (`0.5`, `12`, `11.9235`). */
export type Decimal = string & { readonly __decimal: true }
