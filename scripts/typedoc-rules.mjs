/**
 * What the reference of the interface must say besides TypeDoc's own rules, as a plugin of it: an exported function
 * explains each parameter and what it returns, and the types a caller meets are exported.
 */
import { Application, Converter, makeRecursiveVisitor, ReflectionKind } from 'typedoc';

/** Whether a function gives its caller nothing to explain. */
function returnsNothing({ type }) {
  const inner = type?.type === 'reference' && type.name === 'Promise' ? type.typeArguments?.[0] : type;
  return inner?.type === 'intrinsic' && inner.name === 'void';
}

/** What a function does not explain. */
function gapsOf(signature) {
  const parameters = (signature.parameters ?? []).filter((parameter) => !parameter.hasComment());
  const gaps = parameters.map(({ name }) => `@param ${name}`);
  if (!returnsNothing(signature) && !signature.comment?.getTag('@returns')) gaps.push('@returns');
  return gaps;
}

/** Helpers through which types come from schemas of files; the reference shows what they are applied to. */
const helpers = ['DeepReadonly', 'Parsed'];

/** Types of this workspace that a reflection mentions and nobody can import. */
function hiddenTypes(reflection) {
  const names = [];
  const queried = new Set(); // `typeof schema`: a value, of which the type is made
  const visitor = makeRecursiveVisitor({
    query: ({ queryType }) => queried.add(queryType),
    reference(type) {
      const ours = type.package?.startsWith('@cvg/') && !type.refersToTypeParameter;
      if (queried.has(type) || helpers.includes(type.name)) return;
      if (ours && type.reflection === undefined) names.push(type.name);
    },
  });
  reflection.type?.visit(visitor);
  return names;
}

/** Loads the plugin. */
export function load(app) {
  // Modules are called what is imported: `@cvg/backend/conformance`, not `backend/src/conformance`.
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getReflectionsByKind(ReflectionKind.Module)) {
      module.name = `@cvg/${module.name.replace('/src', '')}`;
    }
  });
  app.on(Application.EVENT_VALIDATE_PROJECT, (project) => {
    for (const reflection of Object.values(project.reflections)) {
      const warn = (text) => app.logger.validationWarning(`${reflection.getFriendlyFullName()} ${text}`);
      if (reflection.kindOf(ReflectionKind.Function)) {
        for (const gap of (reflection.signatures ?? []).flatMap(gapsOf)) warn(`lacks ${gap}`);
      }
      for (const name of hiddenTypes(reflection)) warn(`has the type ${name}, which is not exported`);
    }
  });
}
