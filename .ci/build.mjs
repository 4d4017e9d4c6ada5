/** `npm run build`: the app into dist/app, the server into dist/server. */
import { build, ensurePackages } from './ensure.mjs'

process.exitCode = (await ensurePackages()) || (await build())
