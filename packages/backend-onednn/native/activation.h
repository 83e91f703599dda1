// Activations of the fused kernels, by their slope below zero: 1 for none, 0 for ReLU.
#pragma once

inline float activate(float x, float slope) { return x < 0 ? x * slope : x; }

/** `dy` times the derivative where the activation's result is `y`. At 0 it is the slope below, unless there is none to choose. */
inline float deactivate(float dy, float y, float slope) { return y > 0 ? dy : dy * slope; }
