/** ESLint rules of this house. The type check holds most walls; these hold what it lets through. */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readWalls, trespass } from './rooms.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const walls = readWalls(root)

const isFunction = (node) =>
  ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(node.type)

/** Each room enters only what its tsconfig.json lists; each package lives in its room. */
const wallsRule = {
  meta: { type: 'problem', schema: [], messages: { trespass: '{{why}}' } },
  create(context) {
    const look = (node, source) => {
      if (typeof source?.value !== 'string') return
      const why = trespass(root, walls, context.filename, source.value)
      if (why) context.report({ node, messageId: 'trespass', data: { why } })
    }
    return {
      ImportDeclaration: (node) => look(node, node.source),
      ExportNamedDeclaration: (node) => look(node, node.source),
      ExportAllDeclaration: (node) => look(node, node.source),
      ImportExpression: (node) => look(node, node.source),
      TSImportType: (node) => look(node, node.source ?? node.argument?.literal),
    }
  },
}

/** Chrome below 89 cannot parse it, and the build passes it through. */
const noTopLevelAwait = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { found: 'top-level await: old phones cannot parse it' },
  },
  create(context) {
    const report = (node) => {
      const above = context.sourceCode.getAncestors(node)
      if (!above.some(isFunction)) context.report({ node, messageId: 'found' })
    }
    return { AwaitExpression: report, 'ForOfStatement[await=true]': report }
  },
}

/** Missing from Chrome 87 or Safari 14, and nothing adds them. */
const YOUNG_STATICS = {
  Object: ['hasOwn', 'groupBy'],
  Array: ['fromAsync'],
  Promise: ['withResolvers', 'try'],
  AbortSignal: ['timeout', 'any'],
  crypto: ['randomUUID'],
}
const YOUNG_METHODS = ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced']
const noYoungApis = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { young: '{{what}}: the floor is Chrome 87 and Safari 14, which lack it' },
  },
  create(context) {
    const report = (node, what) => context.report({ node, messageId: 'young', data: { what } })
    return {
      MemberExpression(node) {
        if (node.computed || node.property.type !== 'Identifier') return
        const { name } = node.property
        const object = node.object.type === 'Identifier' ? node.object.name : ''
        if (YOUNG_STATICS[object]?.includes(name)) report(node, `${object}.${name}`)
        const called = node.parent.type === 'CallExpression' && node.parent.callee === node
        if (called && YOUNG_METHODS.includes(name)) report(node, `.${name}()`)
      },
      CallExpression(node) {
        if (node.callee.name === 'structuredClone') report(node, 'structuredClone')
      },
      'Literal[regex]'(node) {
        if (/\(\?<[=!]/.test(node.regex.pattern)) report(node, 'lookbehind in a regular expression')
        if (/[dv]/.test(node.regex.flags)) report(node, `flag ${node.regex.flags}`)
      },
    }
  },
}

export const house = {
  rules: { walls: wallsRule, 'no-top-level-await': noTopLevelAwait, 'no-young-apis': noYoungApis },
}
