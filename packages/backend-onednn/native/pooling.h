#pragma once

/** Maximum or average over each window's part inside the image. */
void maxPool(const float* x, float* y, long batch, long ih, long iw, long channels, long oh, long ow, long kh, long kw,
             long sh, long sw, long top, long left);
void averagePool(const float* x, float* y, long batch, long ih, long iw, long channels, long oh, long ow, long kh, long kw,
                 long sh, long sw, long top, long left);

/** All of `dy` goes to the first largest input of each window. */
void maxPoolGradient(const float* dy, const float* x, const float* y, float* dx, long batch, long ih, long iw, long channels,
                     long oh, long ow, long kh, long kw, long sh, long sw, long top, long left);

/** `dy / (kh kw)` to every input of each window. */
void averagePoolGradient(const float* dy, float* dx, long batch, long ih, long iw, long channels, long oh, long ow, long kh,
                         long kw, long sh, long sw, long top, long left);
