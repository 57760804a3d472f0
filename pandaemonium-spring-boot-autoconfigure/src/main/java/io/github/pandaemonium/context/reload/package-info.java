/**
 * The reload of a running application's configuration, which is taken as a whole or not
 * at all.
 */
@NullMarked
package io.github.pandaemonium.context.reload;

import org.jspecify.annotations.NullMarked;
