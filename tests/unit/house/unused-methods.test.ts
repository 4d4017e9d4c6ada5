import { parseAst } from 'vite'
import { expect, test } from 'vitest'
import { withoutUnused } from '../../../.ci/unused-methods.ts'

const left = (...scripts: string[]) => withoutUnused(scripts, parseAst)

test('a method that no script names is left out, and what only it named goes with it', () => {
  expect(
    left('class A{a(){return this.used()}used(){}one(){this.two()}get two(){return 2}}new A().a()'),
  ).toEqual(['class A{a(){return this.used()}used(){}}new A().a()'])
})

test('a method stays that another script names, or a text', () => {
  const scripts = ['class A{one(){}two(){}}self.a=new A', 'self.a.one();self.a["two"]()']
  expect(left(...scripts)).toEqual(scripts)
})

test('what the language calls by itself stays, and so does what is no method of a class', () => {
  const script =
    'class A{constructor(){}toString(){}then(){}deleteProperty(){}[Symbol.iterator](){}}new A,{alone(){}}'
  expect(left(script)).toEqual([script])
})
