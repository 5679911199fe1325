#pragma once
#include "given-pool.h"
