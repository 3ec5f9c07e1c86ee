/**
 * The API platform. How a feature adds an operation:
 *
 * <ol>
 *   <li>Declare it in a file of its own below {@code src/main/openapi/paths/}; top-level keys are paths, nothing else
 *       lists the file. It needs {@code operationId, summary, tags, responses} and {@code x-scopes: [projects:read]} (all
 *       of them are required of the caller; {@code []} only together with {@code x-public: true}). Further:
 *       {@code x-anonymous: true} (readable without credentials where the installation allows it),
 *       {@code x-idempotent: true} ({@code Idempotency-Key} is honoured), {@code x-max-body: <bytes>} (1 MiB by default),
 *       {@code deprecated: true} with {@code x-deprecated-since} and {@code x-sunset} (quoted dates).
 *   <li>Put its shapes below {@code schemas/<Name>.yaml}, used as {@code $ref: '#/components/schemas/<Name>'}; every
 *       object says {@code additionalProperties: false}. Shared parts: {@code #/components/parameters/{Limit,Cursor,
 *       IfMatch,IfNoneMatch,IdempotencyKey}}, {@code #/components/headers/{ETag,Location}}, {@code
 *       #/components/responses/{NotFound,Conflict,PreconditionFailed,Invalid,Unavailable}}. A {@code default} problem
 *       response is added to every operation.
 *   <li>Write the method in a resource class: full path in {@code @Path}, {@code @Produces}, parameters as
 *       {@code @PathParam, @QueryParam, @HeaderParam} of the declared names, {@code @Context Caller caller} for who calls,
 *       one unannotated record for the body, a record or {@link io.automationhub.hub.platform.web.Page} back. Hand the
 *       resource to the server where the program is put together.
 * </ol>
 *
 * <p>By the time a method runs, the caller is authenticated and holds the scopes, parameters and body satisfy their
 * schemas, unknown fields and parameters were refused, and limits were kept. Throw
 * {@link io.automationhub.workflows.problem.ProblemException} for everything else; whatever other exception leaves the
 * method becomes a problem without its message. A method without an operation, an operation without a method or
 * without scopes fails the build and the start. Tests serve resources with {@code io.automationhub.hub.testing.ApiServer},
 * which also holds every answer against its declared schema.
 */
@NullMarked
package io.automationhub.hub.platform.web;

import org.jspecify.annotations.NullMarked;
